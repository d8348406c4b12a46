import { signInProvider } from './signInProvider';

describe('signInProvider', () => {
  const openAt = (address: string) =>
    window.history.replaceState(null, '', address);

  afterEach(() => {
    window.sessionStorage.clear();
    openAt('/');
  });

  it('is the guest', () => {
    expect(signInProvider()).toBe('guest');
  });

  it('is whom the address asked for, until it asks for another', () => {
    openAt('/?as=visitor');
    expect(signInProvider()).toBe('visitor');
    openAt('/catalog');
    expect(signInProvider()).toBe('visitor');
    openAt('/?as=guest');
    expect(signInProvider()).toBe('guest');
  });

  it('is nobody whom the demo does not know', () => {
    openAt('/?as=../../api');
    expect(signInProvider()).toBe('guest');
    window.sessionStorage.setItem('vault-eks-demo.sign-in-as', '../../api');
    expect(signInProvider()).toBe('guest');
  });
});
