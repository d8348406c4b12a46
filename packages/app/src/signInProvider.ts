const PROVIDERS = ['guest', 'visitor'];
const KEY = 'vault-eks-demo.sign-in-as';

/**
 * The guest, unless the address says `?as=visitor`, which the browser tab then remembers: the visitor owns no Vault of
 * the platform team, to see what a denied user sees.
 */
export function signInProvider(): string {
  const asked = new URLSearchParams(window.location.search).get('as');
  if (asked && PROVIDERS.includes(asked)) {
    window.sessionStorage.setItem(KEY, asked);
  }
  const kept = window.sessionStorage.getItem(KEY);
  return PROVIDERS.find(provider => provider === kept) ?? 'guest';
}
