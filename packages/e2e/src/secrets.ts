import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** What is in custody, as the holder of the AWS account would read it; with the root token while there is one. */
export async function readCustody(
  name: string,
): Promise<{ recoveryKeys?: string[]; rootToken?: string; state: string }> {
  const client = new SecretsManagerClient({});
  const valueOf = async (id: string) => {
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: id }),
    );
    return JSON.parse(SecretString ?? '{}');
  };
  const transient = valueOf(name.replace(/recovery$/, 'root-token')).catch(
    error => {
      if (error instanceof ResourceNotFoundException) {
        return {};
      }
      throw error;
    },
  );
  return { ...(await valueOf(name)), ...(await transient) };
}

/** What any credential looks like, whoever made it. */
const SHAPES = [
  /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/,
  /\bk8s-aws-v1\.[A-Za-z0-9_-]{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

const JWT = /\beyJ[\w-]{10,}\.eyJ[\w-]+\.[\w-]+/g;

/** The portal signs tokens of its own, and gives them to those who sign in. */
const isBackstageToken = (jwt: string) =>
  Buffer.from(jwt.split('.')[0], 'base64url')
    .toString()
    .includes('"vnd.backstage.');

const isBase64 = (text: string) =>
  Buffer.from(text, 'base64').toString('base64') === text;

/** All the ways in which the same secret can be written down. */
function formsOf(secret: string): Set<string> {
  if (secret.length < 12) {
    throw new Error('What is this short would be found by chance');
  }
  const bytes = [Buffer.from(secret)];
  if (isBase64(secret)) {
    bytes.push(Buffer.from(secret, 'base64'));
  }
  const forms = bytes.flatMap(b => [
    b.toString('hex'),
    b.toString('base64url'),
    b.toString('base64').replace(/=+$/, ''),
  ]);
  return new Set([secret, JSON.stringify(secret).slice(1, -1), ...forms]);
}

/** Where the known secrets in any form, or anything shaped like one, stand in the text; never the secret itself. */
export function findSecrets(text: string, known: readonly string[]): string[] {
  return [
    ...known
      .filter(secret => [...formsOf(secret)].some(form => text.includes(form)))
      .map(secret => `a known secret of ${secret.length} characters`),
    ...SHAPES.filter(shape => shape.test(text)).map(shape => shape.source),
    ...[...text.matchAll(JWT)]
      .filter(([jwt]) => !isBackstageToken(jwt))
      .map(([jwt]) => `a JSON web token of ${jwt.length} characters`),
  ];
}

/** The parts of a private key by which it is known wherever it stands: the lines of its body, in PEM or in base64 again. */
export function partsOfPem(pem: string): string[] {
  const lines = pem.split('\n').filter(line => /^[\w+/=]{40,}$/.test(line));
  const header = pem.indexOf('\n') + 1;
  // From whole groups of three bytes on, or the base64 of the file would not contain that of its part.
  const body = pem.slice(Math.ceil(header / 3) * 3 + 30);
  const again = Buffer.from(body).toString('base64').slice(0, 64);
  return [...lines, again];
}
