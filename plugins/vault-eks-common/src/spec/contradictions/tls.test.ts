import { InputError } from '@backstage/errors';
import { parseSpec } from '../parseSpec';

const spec = (tls: object) =>
  parseSpec({ cluster: 'demo', region: 'eu-west-1', tls });

describe('spec.tls', () => {
  it('is signed by EKS for an ECDSA key when nothing is said', () => {
    expect(spec({}).tls).toEqual({
      signer: 'eks',
      keyAlgorithm: 'ECDSA-P256',
      extraDnsNames: [],
      extraIps: [],
      renewBeforeDays: 30,
    });
  });

  it('takes each signer with what it needs', () => {
    expect(
      spec({ signer: 'cert-manager', issuer: { name: 'ca', kind: 'Issuer' } })
        .tls.issuer,
    ).toEqual({ name: 'ca', kind: 'Issuer' });
    expect(
      spec({ signer: 'secret', secret: 'corporate.vault' }).tls.secret,
    ).toBe('corporate.vault');
  });

  it.each([
    [{ signer: 'secret' }, /^.*tls\.secret: the signer secret needs/],
    [{ secret: 'x' }, /tls\.secret: the signer eks makes a secret of its own/],
    [{ signer: 'cert-manager' }, /tls\.issuer: the signer cert-manager needs/],
    [{ issuer: { name: 'x' } }, /tls\.issuer: the signer eks uses no issuer/],
    [
      { signer: 'secret', secret: 'x', keyAlgorithm: 'RSA-2048' },
      /tls\.keyAlgorithm: the key is in the secret already/,
    ],
    [{ signer: 'secret', secret: '../x' }, /tls\.secret: use the name of a/],
    [{ signer: 'secret', secret: 'A' }, /tls\.secret: use the name of a/],
    [
      { signer: 'cert-manager', issuer: { name: 'x', kind: 'Role' } },
      /tls\.issuer\.kind/,
    ],
    [{ keyAlgorithm: 'RSA-1024' }, /tls\.keyAlgorithm/],
    [{ extraDnsNames: ['Vault.example.com'] }, /tls\.extraDnsNames: use lower/],
    [{ extraDnsNames: ['vault.example.com.'] }, /without a trailing dot/],
    [{ extraDnsNames: ['a.*.example.com'] }, /tls\.extraDnsNames: use lower/],
    [{ extraDnsNames: ['a\nb'] }, /tls\.extraDnsNames: use lower/],
    [{ extraDnsNames: [`${'a'.repeat(64)}.b`] }, /tls\.extraDnsNames: use/],
    [{ extraDnsNames: ['10.0.4.7'] }, /put it into tls\.extraIps/],
    [{ extraIps: ['vault'] }, /tls\.extraIps: use IPv4 or IPv6 addresses/],
    [{ extraIps: ['10.0.0.0/8'] }, /tls\.extraIps: use IPv4 or IPv6/],
    [
      { extraIps: ['0.0.0.0'] },
      /tls\.extraIps: 0\.0\.0\.0 and :: name no host/,
    ],
    [{ extraIps: ['::'] }, /name no host/],
    [{ renewBeforeDays: 0 }, /tls\.renewBeforeDays/],
    [{ renewBeforeDays: 365 }, /tls\.renewBeforeDays/],
    [{ signers: 'eks' }, /signers/],
  ])('refuses %j by name', (tls, named) => {
    expect(() => spec(tls)).toThrow(InputError);
    expect(() => spec(tls)).toThrow(named);
  });
});
