import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsKeys } from '../awsEnvironment';

/** What the SDK hands to whatever sends it. */
interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

class Captured extends Error {}

/** The fields of a login at `auth/aws`, as `vault login -method=aws` makes them: signed by the AWS SDK, sent by nobody. */
export async function signedLogin(options: {
  readonly region: string;
  readonly serverId: string;
  readonly keys: AwsKeys;
}): Promise<string[]> {
  const { region, serverId, keys } = options;
  let fields: string[] = [];
  const client = new STSClient({
    region,
    credentials: keys,
    endpoint: `https://sts.${region}.amazonaws.com`,
    maxAttempts: 1,
    requestHandler: {
      async handle(request: HttpRequest) {
        fields = [
          'iam_http_request_method=POST',
          `iam_request_url=${base64(`https://sts.${region}.amazonaws.com/`)}`,
          `iam_request_body=${base64(String(request.body))}`,
          `iam_request_headers=${base64(JSON.stringify(request.headers))}`,
        ];
        throw new Captured();
      },
    },
  });
  client.middlewareStack.add(
    next => args => {
      const { request } = args;
      if (request instanceof Object && 'headers' in request) {
        Object.assign(Object(request.headers), {
          'x-vault-aws-iam-server-id': serverId,
        });
      }
      return next(args);
    },
    { step: 'build' },
  );
  await client.send(new GetCallerIdentityCommand({})).catch(error => {
    if (!(error instanceof Captured)) {
      throw error;
    }
  });
  client.destroy();
  return fields;
}
