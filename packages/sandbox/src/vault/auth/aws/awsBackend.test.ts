import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../../aws/auth/Sha256';
import { startAwsWorld, type AwsWorld } from '../../../aws/testing/awsWorld';
import { SEED } from '../../../seed';
import { memoryVault } from '../../testing/memoryVault';
import { askSts } from './callerIdentity';

const HOST = 'sts.eu-west-1.amazonaws.com';
const SERVER_ID = 'demo/vault/vault';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A login as Vault's own command line signs it. */
async function signed(
  options: {
    readonly credentials?: typeof SEED.accessKey;
    readonly serverId?: string;
    readonly body?: string;
  } = {},
) {
  const { credentials = SEED.accessKey, serverId = SERVER_ID } = options;
  const body = options.body ?? 'Action=GetCallerIdentity&Version=2011-06-15';
  const signer = new SignatureV4({
    service: 'sts',
    region: 'eu-west-1',
    credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    new HttpRequest({
      method: 'POST',
      protocol: 'https:',
      hostname: HOST,
      path: '/',
      headers: {
        host: HOST,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        ...(serverId ? { 'X-Vault-AWS-IAM-Server-ID': serverId } : {}),
      },
      body,
    }),
  );
  return {
    iam_http_request_method: 'POST',
    iam_request_url: base64(`https://${HOST}/`),
    iam_request_body: base64(body),
    iam_request_headers: base64(JSON.stringify(headers)),
  };
}

describe('auth/aws', () => {
  let world: AwsWorld;
  let vault: Awaited<ReturnType<typeof memoryVault>>;
  let arn: string;

  const write = (path: string, data: object) =>
    vault.call('update', path, { ...data });
  const login = async (fields: object) => {
    const { status, body } = await vault.call(
      'update',
      'auth/aws/login',
      { role: 'admins', ...fields },
      '',
    );
    return { status, body: Object(body) };
  };

  beforeAll(async () => {
    world = await startAwsWorld();
    vault = await memoryVault({ askSts: askSts(world.aws.url) });
    await write('sys/auth/aws', { type: 'aws' });
    await write('auth/aws/config/client', {
      sts_endpoint: `https://${HOST}`,
      sts_region: 'eu-west-1',
      iam_server_id_header_value: SERVER_ID,
    });
    await write('auth/aws/role/probe', {
      auth_type: 'iam',
      bound_iam_principal_arn: 'arn:aws:iam::999999999999:role/x',
      resolve_aws_unique_ids: false,
    });
    const refused = await login({ ...(await signed()), role: 'probe' });
    [, arn] = /IAM Principal "([^"]+)"/.exec(refused.body.errors[0]) ?? [];
    await write('auth/aws/role/admins', {
      auth_type: 'iam',
      bound_iam_principal_arn: arn,
      resolve_aws_unique_ids: false,
      token_policies: 'admins',
    });
  });

  afterAll(() => world?.close());

  it('lets in whom STS knows and the role is bound to', async () => {
    const { status, body } = await login(await signed());
    expect(status).toBe(200);
    expect(body.auth.policies).toEqual(['admins', 'default']);
    expect(body.auth.metadata).toMatchObject({
      auth_type: 'iam',
      canonical_arn: arn,
      account_id: SEED.account,
    });
  });

  it.each([
    [
      'for another Vault',
      () => signed({ serverId: 'prod/vault/vault' }),
      /expected "demo\/vault\/vault" but got "prod\/vault\/vault"/,
    ],
    ['for no Vault', () => signed({ serverId: '' }), /missing header/],
    [
      'by a key that STS does not know',
      () =>
        signed({
          credentials: { ...SEED.accessKey, secretAccessKey: 'forged' },
        }),
      /error making upstream request/,
    ],
    [
      'of another call',
      () => signed({ body: 'Action=AssumeRole&Version=2011-06-15' }),
      /unexpected action/,
    ],
    [
      'of two calls in one',
      () => signed({ body: 'Action=GetCallerIdentity&Action=AssumeRole' }),
      /unexpected action/,
    ],
    [
      'with the Vault put in after signing',
      async () => {
        const fields = await signed({ serverId: '' });
        const headers = JSON.parse(
          Buffer.from(fields.iam_request_headers, 'base64').toString(),
        );
        headers['x-vault-aws-iam-server-id'] = SERVER_ID;
        return {
          ...fields,
          iam_request_headers: base64(JSON.stringify(headers)),
        };
      },
      /wasn't signed/,
    ],
  ])('refuses a signature %s', async (_, fields, reason) => {
    const { status, body } = await login(await fields());
    expect(status).toBe(400);
    expect(body.errors[0]).toMatch(reason);
  });

  it('cannot look up unique ids, for which Vault would need rights on IAM', async () => {
    const { status, body } = await write('auth/aws/role/ids', {
      auth_type: 'iam',
      bound_iam_principal_arn: arn,
    });
    expect(status).toBe(400);
    expect(Object(body).errors[0]).toMatch(/unable to resolve ARN/);
  });
});
