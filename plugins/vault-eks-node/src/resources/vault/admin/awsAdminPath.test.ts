import { createVaultClient } from '../../../connections/vault';
import { createCertificateAuthority } from '../../../testing/certificateAuthority';
import { startVaultNode } from '../../../testing/startVaultNode';
import { awsAdminPath } from './awsAdminPath';

const SESSION = 'IQoJb3JpZ2luX2VjE+/of-this-test=';

describe('the login of an administrator by AWS identity', () => {
  it('tells what STS said of a bad signature without the session token', async () => {
    const ca = await createCertificateAuthority();
    // As STS does: the canonical request, with each header that was signed.
    const node = await startVaultNode({
      ca,
      names: ['vault-0'],
      answer: ({ body }) => {
        const { iam_request_headers: headers } = Object(body);
        const signed = Buffer.from(String(headers), 'base64').toString();
        return {
          status: 400,
          body: { errors: [`received error code 403 from STS: ${signed}`] },
        };
      },
    });
    const client = createVaultClient({
      ...{ node: 'vault-0', serverName: 'vault-0', caPem: ca.pem },
      open: node.open,
    });
    const path = awsAdminPath({
      callerArn: 'arn:aws:sts::111122223333:assumed-role/deployer/s',
      region: 'eu-west-1',
      serverId: 'demo/vault/vault',
      credentials: async () => ({
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'secret-of-this-test',
        sessionToken: SESSION,
      }),
    });
    const refused: Error = await path
      .login(client, {
        signal: new AbortController().signal,
        log: () => undefined,
      })
      .then(() => new Error('It logged in'))
      .catch(error => error);
    expect(refused.message).toMatch(/from STS: .*x-amz-security-token/);
    expect(refused.message).not.toContain(SESSION);
    await client.close();
    await node.close();
  });
});
