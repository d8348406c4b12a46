import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../../../testing/certificateAuthority';
import { fakeKubernetes } from '../../../../testing/fakeKubernetes';
import { existingCertificate } from './existingCertificate';

const spec = parseSpec({
  cluster: 'demo',
  region: 'eu-west-1',
  tls: { signer: 'secret', secret: 'corporate-tls' },
});
const ctx = { signal: new AbortController().signal, log: () => undefined };

const NAMES = [
  'vault.vault.svc',
  'vault-active.vault.svc',
  'vault-0.vault-internal',
  'vault-1.vault-internal',
  'vault-2.vault-internal',
];

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('existingCertificate', () => {
  let ca: CertificateAuthority;
  let issued: { keyPem: string; certificatePem: string };

  beforeAll(async () => {
    ca = await createCertificateAuthority();
    issued = await ca.issue(NAMES);
  });

  const secretOf = (data: Record<string, string>) =>
    ({
      kind: 'Secret',
      metadata: { name: 'corporate-tls', namespace: 'vault' },
      data: Object.fromEntries(
        Object.entries(data).map(([name, text]) => [name, base64(text)]),
      ),
    } satisfies V1Secret);

  const look = async (...secrets: KubernetesObject[]) => {
    const kubernetes = fakeKubernetes();
    kubernetes.put(...secrets);
    const resource = existingCertificate({
      spec,
      secretName: 'corporate-tls',
      kubernetes,
    });
    const observed = (await resource.observe(ctx)) ?? {};
    const [change] = resource.diff(observed);
    return { kubernetes, resource, observed, refusal: change?.refusal };
  };

  it.each([
    [
      ['tls.key', 'tls.crt', 'ca.crt'],
      [
        { key: 'tls.key', path: 'vault.key' },
        { key: 'tls.crt', path: 'vault.crt' },
        { key: 'ca.crt', path: 'vault.ca' },
      ],
    ],
    [['vault.key', 'vault.crt', 'vault.ca'], undefined],
  ])('is used by its entries %j, and never written', async (names, items) => {
    const { kubernetes, resource, observed, refusal } = await look(
      secretOf({
        [names[0]]: issued.keyPem,
        [names[1]]: issued.certificatePem,
        [names[2]]: ca.pem,
      }),
    );
    expect(refusal).toBeUndefined();
    expect(resource.output(observed)).toEqual({
      secret: 'corporate-tls',
      items,
      caPem: ca.pem,
    });
    expect(resource.adopted?.(observed)).toBe(true);
    expect(await resource.removal?.(observed, ctx)).toMatchObject({
      verb: 'keep',
    });
    await expect(resource.update(ctx, observed, [])).rejects.toThrow(
      /not ours to change/,
    );
    expect(kubernetes.writes).toEqual([]);
  });

  it('is refused when it is not there', async () => {
    expect((await look()).refusal).toMatch(
      /there is no secret vault\/corporate-tls. Create it with the entries/,
    );
  });

  it.each<[string, (made: typeof issued) => Record<string, string>, RegExp]>([
    [
      'no entries that are known',
      () => ({ 'cert.pem': 'x' }),
      /neither tls\.key and tls\.crt nor vault\.key and vault\.crt/,
    ],
    [
      'no CA',
      ({ keyPem, certificatePem }) => ({
        'tls.key': keyPem,
        'tls.crt': certificatePem,
      }),
      /no CA certificate in ca\.crt/,
    ],
    [
      'no certificate in it',
      ({ keyPem }) => ({
        'tls.key': keyPem,
        'tls.crt': 'x',
        'ca.crt': ca.pem,
      }),
      /cannot serve Vault: it is not a certificate/,
    ],
    [
      'a key with a passphrase',
      ({ certificatePem }) => ({
        'tls.key': '-----BEGIN ENCRYPTED PRIVATE KEY-----',
        'tls.crt': certificatePem,
        'ca.crt': ca.pem,
      }),
      /its key is encrypted/,
    ],
  ])('is refused with %s', async (_, data, why) => {
    const { refusal } = await look(secretOf(data(issued)));
    expect(refusal).toMatch(why);
    expect(refusal).not.toContain('PRIVATE KEY');
  });

  it('is refused for each fault of the certificate, all at once', async () => {
    const other = await createCertificateAuthority();
    const made = await other.issue(NAMES.slice(0, 2), -1);
    const { refusal } = await look(
      secretOf({
        'tls.key': issued.keyPem,
        'tls.crt': made.certificatePem,
        'ca.crt': ca.pem,
      }),
    );
    expect(refusal).toBe(
      'the certificate in the secret vault/corporate-tls cannot serve Vault: the CA in ca.crt did not sign it; it is for another key; it has expired; it lacks vault-0.vault-internal, vault-1.vault-internal, vault-2.vault-internal. Replace it in the secret, and run again.',
    );
  });

  it('may name by wildcard what TLS libraries take by wildcard', async () => {
    const made = await ca.issue(['*.vault.svc', ...NAMES.slice(2)]);
    const { refusal } = await look(
      secretOf({
        'tls.key': made.keyPem,
        'tls.crt': made.certificatePem,
        'ca.crt': ca.pem,
      }),
    );
    expect(refusal).toBeUndefined();
  });
});
