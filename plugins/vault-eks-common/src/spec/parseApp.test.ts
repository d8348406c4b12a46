import { parseApp } from './parseApp';

const vault = { namespace: 'vault' };

describe('parseApp', () => {
  it('fills in the safe defaults', () => {
    expect(
      parseApp({ namespace: 'shop', serviceAccount: 'cart.v2' }, vault),
    ).toEqual({
      namespace: 'shop',
      serviceAccount: 'cart.v2',
      access: 'read',
      tokenTtlSeconds: 3600,
    });
  });

  it.each([
    [{ namespace: 'kube-system' }, /app.namespace: what runs in/],
    [{ namespace: 'vault' }, /app.namespace: vault is Vault's own/],
    [{ namespace: '*' }, /app.namespace: use lower case/],
    [{ namespace: 'shop/../vault' }, /app.namespace: use lower case/],
    [{ serviceAccount: '*' }, /app.serviceAccount: use the name/],
    [{ serviceAccount: 'default' }, /app.serviceAccount: default is/],
    [{ serviceAccount: 'a/b' }, /app.serviceAccount: use the name/],
    [{ serviceAccount: '{{x}}' }, /app.serviceAccount: use the name/],
    [{ access: 'admin' }, /app.access/],
    [{ tokenTtlSeconds: 1 }, /app.tokenTtlSeconds: use 60/],
    [{ policy: 'path "*" { capabilities = ["sudo"] }' }, /policy/],
  ])('refuses %j by name', (change, reason) => {
    expect(() =>
      parseApp({ namespace: 'shop', serviceAccount: 'cart', ...change }, vault),
    ).toThrow(reason);
  });
});
