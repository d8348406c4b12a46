import {
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** The JSON that is in custody, as the holder of the AWS account would read it. */
export async function readCustody(
  name: string,
): Promise<{ recoveryKeys?: string[]; rootToken?: string; state: string }> {
  const client = new SecretsManagerClient({});
  const { SecretString } = await client.send(
    new GetSecretValueCommand({ SecretId: name }),
  );
  return JSON.parse(SecretString ?? '{}');
}

/** What any credential looks like, whoever made it. */
const SHAPES = [
  /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/,
  /\bk8s-aws-v1\.[A-Za-z0-9_-]{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Where the known secrets, or anything shaped like one, stand in the text. */
export function findSecrets(text: string, known: readonly string[]): string[] {
  return [
    ...known
      .filter(secret => text.includes(secret))
      .map(secret => `a known secret of ${secret.length} characters`),
    ...SHAPES.filter(shape => shape.test(text)).map(shape => shape.source),
  ];
}
