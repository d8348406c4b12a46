import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call as the fake STS received it. */
export interface StsCall {
  readonly action: string;
  readonly parameters: URLSearchParams;
  /** The access key that signed it. */
  readonly accessKeyId: string;
  /** The region that it was signed for. */
  readonly region: string;
}

/** A role that can be assumed. */
export interface AssumableRole {
  readonly arn: string;
  readonly externalId?: string;
}

const answer = (action: string, result: string) =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`;

const refusal = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** An STS that lets its roles be assumed with the right external id; for everybody else the account is 111122223333. */
export async function startFakeSts(roles: readonly AssumableRole[]) {
  const calls: StsCall[] = [];
  const respond = (call: StsCall): { status: number; body: string } => {
    if (call.action === 'AssumeRole') {
      const wanted = call.parameters.get('RoleArn') ?? '';
      const given = call.parameters.get('ExternalId') ?? undefined;
      const index = roles.findIndex(
        ({ arn, externalId }) => arn === wanted && externalId === given,
      );
      return index < 0
        ? {
            status: 403,
            body: refusal(
              'AccessDenied',
              `User: arn:aws:iam::111122223333:user/backstage is not authorized to perform: sts:AssumeRole on resource: ${wanted}`,
            ),
          }
        : {
            status: 200,
            body: answer(
              'AssumeRole',
              `<Credentials><AccessKeyId>ROLE${index}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(
                Date.now() + 3_600_000,
              ).toISOString()}</Expiration></Credentials>`,
            ),
          };
    }
    const role = call.accessKeyId.startsWith('ROLE')
      ? roles[Number(call.accessKeyId.slice('ROLE'.length))]
      : undefined;
    const arn = role?.arn ?? 'arn:aws:iam::111122223333:user/backstage';
    return {
      status: 200,
      body: answer(
        'GetCallerIdentity',
        `<Arn>${arn}</Arn><UserId>id</UserId><Account>${
          arn.split(':')[4]
        }</Account>`,
      ),
    };
  };
  const server = createServer(async (request, response) => {
    const parameters = new URLSearchParams(await text(request));
    const [, accessKeyId = '', region = ''] =
      request.headers.authorization?.match(
        /Credential=([^/]+)\/\d+\/([^/]+)\//,
      ) ?? [];
    const action = parameters.get('Action') ?? '';
    const call = { action, parameters, accessKeyId, region };
    calls.push(call);
    const { status, body } = respond(call);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
