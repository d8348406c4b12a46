/* eslint-disable jest/no-export -- a part of vault.test.ts */
import type { OpenVault } from '../world/openVault';

/** Tokens: made, looked up, limited, ended. */
export function describeTokens(vault: () => OpenVault): void {
  describe('Tokens:', () => {
    const make = async (body: object) => {
      const told = await vault().ask({
        method: 'POST',
        path: 'auth/token/create',
        body,
        token: await vault().login('admin'),
      });
      expect(told.status).toBe(200);
      return Object(told.body.auth);
    };
    const lookUp = (token: string) =>
      vault().ask({ method: 'GET', path: 'auth/token/lookup-self', token });

    it('are made with a policy and a life, and say so', async () => {
      const auth = await make({
        policies: ['vault-eks-status-reader'],
        ttl: '10m',
        display_name: 'portal',
      });
      expect(auth).toMatchObject({
        lease_duration: 600,
        renewable: true,
        token_type: 'service',
        token_policies: ['default', 'vault-eks-status-reader'],
      });
      expect((await lookUp(auth.client_token)).body.data).toMatchObject({
        display_name: 'token-portal',
        creation_ttl: 600,
        orphan: false,
        path: 'auth/token/create',
        policies: ['default', 'vault-eks-status-reader'],
        type: 'service',
      });
    });

    it('may do what their policies say', async () => {
      const { client_token: token } = await make({
        policies: ['vault-eks-status-reader'],
        ttl: '10m',
      });
      const statusOf = async (path: string) =>
        (await vault().ask({ method: 'GET', path, token })).status;
      expect(await statusOf('sys/ha-status')).toBe(200);
      expect(await statusOf('sys/policies/acl/default')).toBe(403);
    });

    it('end when they are revoked', async () => {
      const { client_token: token } = await make({ ttl: '10m' });
      const gone = await vault().ask({
        method: 'POST',
        path: 'auth/token/revoke-self',
        token,
      });
      expect(gone.status).toBe(204);
      expect((await lookUp(token)).status).toBe(403);
    });

    it('end by themselves', async () => {
      const { client_token: token } = await make({ ttl: '1s' });
      const end = Date.now() + 10_000;
      let { status } = await lookUp(token);
      while (status === 200 && Date.now() < end) {
        await new Promise(resolve => setTimeout(resolve, 250));
        ({ status } = await lookUp(token));
      }
      expect(status).toBe(403);
    });
  });
}
