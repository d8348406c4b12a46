import type { Sandbox } from '@vault-eks/sandbox';

/** Keys that an AWS client signs with. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const VARIABLES = [
  'AWS_ENDPOINT_URL',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
] as const;

/**
 * Points the AWS clients of this process at a sandbox and at nothing else, as its administrator or with other keys.
 *
 * @returns what undoes it
 */
export function pointAwsClientsAt(
  { aws }: Pick<Sandbox, 'aws'>,
  keys: AwsKeys = aws,
): () => void {
  const before = VARIABLES.map(name => [name, process.env[name]] as const);
  VARIABLES.forEach(name => delete process.env[name]);
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
  process.env.AWS_REGION = aws.region;
  process.env.AWS_ACCESS_KEY_ID = keys.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = keys.secretAccessKey;
  if (keys.sessionToken) {
    process.env.AWS_SESSION_TOKEN = keys.sessionToken;
  }
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  };
}
