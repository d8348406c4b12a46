import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { findSecrets, partsOfPem } from './secrets';

const jwt = (header: object, payload: object) =>
  [header, payload, 'signature']
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

describe('findSecrets', () => {
  const key = randomBytes(32);
  const known = [key.toString('base64')];

  it.each([
    ['as it is', key.toString('base64')],
    ['in hexadecimal', key.toString('hex')],
    ['in base64 for URLs', key.toString('base64url')],
    ['in base64 once more', Buffer.from(known[0]).toString('base64')],
    ['within JSON', JSON.stringify({ keys: known })],
    ['between other bytes', `\0\0${key.toString('hex')}\0SQLite`],
  ])('finds a secret %s', (_, text) => {
    expect(findSecrets(`before ${text} after`, known)).toEqual([
      'a known secret of 44 characters',
    ]);
  });

  it.each([
    ['a Vault token', `hvs.${'a'.repeat(24)}`],
    ['an EKS token', `k8s-aws-v1.${'a'.repeat(40)}`],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----'],
    [
      'a Kubernetes token',
      jwt(
        { alg: 'RS256', kid: 'one' },
        { sub: 'system:serviceaccount:vault:vault-admin' },
      ),
    ],
  ])('finds %s that nobody told it of', (_, text) => {
    expect(findSecrets(`said ${text}`, [])).toHaveLength(1);
  });

  it.each([
    ['other text', 'the recovery keys are in vault-eks/demo/recovery'],
    ['another secret', randomBytes(32).toString('base64')],
    [
      "the portal's own token",
      jwt({ typ: 'vnd.backstage.user', alg: 'ES256' }, { sub: 'user:a/b' }),
    ],
  ])('leaves %s alone', (_, text) => {
    expect(findSecrets(text, known)).toEqual([]);
  });

  it('refuses what would be found by chance', () => {
    expect(() => findSecrets('any text', [''])).toThrow(/by chance/);
  });
});

describe('partsOfPem', () => {
  const pem = String(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }),
  );

  it.each([
    ['in PEM', pem],
    [
      'in the base64 of a Kubernetes secret',
      Buffer.from(pem).toString('base64'),
    ],
    ['line by line', pem.split('\n')[7]],
  ])('know the key %s', (_, text) => {
    // Without the header line, which is a shape of its own.
    expect(findSecrets(text.replace(/^-.*/, ''), partsOfPem(pem))).not.toEqual(
      [],
    );
  });

  it('do not know another key', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString()
      .replace(/^-.*/, '');
    expect(findSecrets(other, partsOfPem(pem))).toEqual([]);
  });
});
