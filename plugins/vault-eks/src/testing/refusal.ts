import { ResponseError } from '@backstage/errors';

/** What the client throws when the portal answers with an error. */
export async function refusal(
  statusCode: number,
  name: string,
  message: string,
): Promise<ResponseError> {
  const body = JSON.stringify({
    error: { name, message },
    response: { statusCode },
  });
  return ResponseError.fromResponse({
    headers: new Headers({ 'Content-Type': 'application/json' }),
    ok: false,
    redirected: false,
    status: statusCode,
    statusText: name,
    type: 'basic',
    url: 'http://portal.test/api/vault-eks',
    text: async () => body,
  });
}
