import { mockCredentials } from '@backstage/backend-test-utils';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import request from 'supertest';
import {
  fakeVaultEks,
  healthy,
  prod,
  vaultProd,
} from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';

const path = '/api/vault-eks/v1/status?entityRef=resource:default/vault-prod';

describe('GET /v1/status', () => {
  it('answers for the Vault that the entity names', async () => {
    const vaultEks = fakeVaultEks();
    const { server } = await startPortal({ vaultEks });
    const { status, body } = await request(server).get(path);
    expect({ status, body }).toEqual({ status: 200, body: healthy });
    expect(vaultEks.status).toHaveBeenCalledWith(prod, {
      signal: expect.any(AbortSignal),
    });
  });

  it('asks once for viewers who come together', async () => {
    const vaultEks = fakeVaultEks();
    const { server } = await startPortal({ vaultEks });
    await Promise.all([
      request(server).get(path),
      request(server).get(path),
      request(server).get(path),
    ]);
    expect(vaultEks.status).toHaveBeenCalledTimes(1);
  });

  it('refuses who is not signed in', async () => {
    const vaultEks = fakeVaultEks();
    const { server } = await startPortal({ vaultEks });
    const response = await request(server)
      .get(path)
      .set('Authorization', mockCredentials.none.header());
    expect(response.status).toBe(401);
    expect(vaultEks.status).not.toHaveBeenCalled();
  });

  it('refuses whom the policy denies', async () => {
    const vaultEks = fakeVaultEks();
    const { server } = await startPortal({
      vaultEks,
      denied: ['vault-eks.status.read'],
    });
    const response = await request(server).get(path);
    expect(response.status).toBe(403);
    expect(vaultEks.status).not.toHaveBeenCalled();
  });

  it('lets nobody reach a registered Vault by annotations of their own', async () => {
    const vaultEks = fakeVaultEks();
    const registered = 'resource:default/vault-prod';
    const denied: string[] = [];
    const { server } = await startPortal({
      vaultEks,
      deniedOn: denied,
      entities: [
        { ...vaultProd, metadata: { ...vaultProd.metadata, name: 'mine' } },
      ],
    });
    const mine = '/api/vault-eks/v1/status?entityRef=resource:default/mine';
    await request(server)
      .post('/api/vault-eks/v1/clusters')
      .send({ ref: prod, owner: 'group:default/platform-team' });
    expect((await request(server).get(mine)).status).toBe(200);
    denied.push(registered);
    const response = await request(server).get(mine);
    expect(response.status).toBe(403);
    expect(response.body.error.message).toMatch(registered);
    expect(vaultEks.status).toHaveBeenCalledTimes(1);
  });

  it('knows only what the catalog knows', async () => {
    const { server } = await startPortal({
      entities: [
        { ...vaultProd, metadata: { name: 'database', namespace: 'default' } },
      ],
    });
    expect((await request(server).get(path)).status).toBe(404);
    const unannotated = await request(server).get(
      '/api/vault-eks/v1/status?entityRef=resource:default/database',
    );
    expect(unannotated.status).toBe(404);
    expect(unannotated.body.error.message).toBe(
      'resource:default/database is not annotated as a Vault on EKS',
    );
  });

  it.each([
    [{ accounts: ['999999999999'] }, /account 111122223333 is not listed/],
    [{ regions: ['us-east-1'] }, /region eu-west-1 is not listed/],
  ])('keeps to what app-config allows: %j', async (vaultEksConfig, reason) => {
    const vaultEks = fakeVaultEks();
    const { server } = await startPortal({ vaultEks, vaultEksConfig });
    const response = await request(server).get(path);
    expect(response.status).toBe(403);
    expect(response.body.error.message).toMatch(reason);
    expect(vaultEks.status).not.toHaveBeenCalled();
  });

  it('names the parameter that it cannot use', async () => {
    const { server } = await startPortal();
    const response = await request(server).get('/api/vault-eks/v1/status');
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/^entityRef: /);
  });

  it.each([
    [
      'an AWS error',
      Object.assign(new Error('User arn:aws:iam::1:user/x may not'), {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 403 },
        statusCode: 403,
      }),
      /vault-prod failed\. The log/,
    ],
    [
      'an error with a cause',
      new ServiceUnavailableError(
        'No answer',
        new Error('getaddrinfo ENOTFOUND ABCDEF.gr7.eks.amazonaws.com'),
      ),
      /vault-prod failed\. The log/,
    ],
    [
      'a refusal by Kubernetes',
      new NotAllowedError('User arn:aws:sts::1:x cannot list pods'),
      /vault-prod failed: the portal's own credentials do not allow it\./,
    ],
    [
      'a cluster that is gone',
      new NotFoundError('No cluster found for arn:aws:eks:prod'),
      /vault-prod failed: the cluster, or the Vault on it, is not there\./,
    ],
    [
      'a timeout',
      new DOMException('The operation timed out', 'TimeoutError'),
      /vault-prod failed: it did not answer in time\./,
    ],
  ])('hides the insides of %s', async (_, error, message) => {
    const vaultEks = fakeVaultEks();
    vaultEks.status.mockRejectedValue(error);
    const { server } = await startPortal({ vaultEks });
    const response = await request(server).get(path);
    expect(response.status).toBe(503);
    expect(response.body.error.message).toMatch(message);
    expect(JSON.stringify(response.body)).not.toMatch(/arn:aws|ENOTFOUND/);
  });
});
