import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { HttpResponse } from '@smithy/protocol-http';
import { Readable } from 'node:stream';
import { request as send } from 'undici';

const TIMEOUT_MS = 10_000;

/** Vault takes nothing for an answer of STS that calls itself anything else. */
const STS_TYPE = 'text/xml';

/** A request to STS that somebody else has signed. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whom a signature belongs to. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** Sends a signed request to STS. Rejects with what STS says when it does not know the signature. */
export type AskSts = (request: SignedRequest) => Promise<CallerIdentity>;

/**
 * Asks the STS behind the pods' AWS endpoint. The request goes there as it was signed, under the host that it was signed
 * for; only the answer is read by the SDK.
 */
export function askSts(awsEndpoint: string): AskSts {
  return async ({ method, url, headers, body }) => {
    const client = new STSClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
      maxAttempts: 1,
      requestHandler: {
        async handle() {
          const answer = await send(new URL(url.pathname, awsEndpoint), {
            method,
            headers: { ...headers, host: url.host },
            body: method === 'POST' ? body : undefined,
            query: Object.fromEntries(url.searchParams),
            signal: AbortSignal.timeout(TIMEOUT_MS),
          });
          if (answer.headers['content-type'] !== STS_TYPE) {
            throw new Error('body of GetCallerIdentity is invalid');
          }
          return {
            response: new HttpResponse({
              statusCode: answer.statusCode,
              headers: Object.fromEntries(
                Object.entries(answer.headers).map(([name, value]) => [
                  name,
                  String(value),
                ]),
              ),
              body: Readable.from([Buffer.from(await answer.body.bytes())]),
            }),
          };
        },
      },
    });
    try {
      const { Account, Arn, UserId } = await client.send(
        new GetCallerIdentityCommand({}),
      );
      return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
    } finally {
      client.destroy();
    }
  };
}
