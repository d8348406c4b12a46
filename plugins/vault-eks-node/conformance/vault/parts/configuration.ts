/* eslint-disable jest/no-export -- a part of vault.test.ts */
import { ADMIN_PATHS } from '../../../src/resources/vault/admin/proveAdmin';
import { LOGIN_AUDIENCE } from '../../../src/resources/vault/auth/roles';
import type { OpenVault } from '../world/openVault';

/** Logins by Kubernetes identity against the cluster's API server, and what policies let through. */
export function describeConfiguration(vault: () => OpenVault): void {
  describe('Auth and policy:', () => {
    const { signal } = new AbortController();
    const login = async (role: string, account: string, audience: string) => {
      const jwt = await vault().kubernetes.serviceAccountToken(
        {
          namespace: vault().spec.namespace,
          serviceAccount: account,
          audience,
          expirationSeconds: 600,
        },
        { signal },
      );
      return vault().ask({
        method: 'POST',
        path: 'auth/kubernetes/login',
        body: { role, jwt },
      });
    };
    let oldRoot: string;

    it('takes roles and policies, and gives them back as they are wanted', async () => {
      oldRoot = (await vault().rootToken()) ?? '';
      expect(oldRoot).not.toBe('');
      await vault().applyUntil('configure');
      expect(await vault().changesUntil('configure')).toEqual([]);
    });

    it('takes the root token no more', async () => {
      const told = await vault().ask({
        method: 'GET',
        path: 'auth/token/lookup-self',
        token: oldRoot,
      });
      expect(told.status).toBe(403);
    });

    it('logs in the service account of a role', async () => {
      const told = await login(
        'vault-eks-operator',
        'vault-eks-operator',
        LOGIN_AUDIENCE,
      );
      expect(told.status).toBe(200);
      expect(told.body.auth).toMatchObject({
        token_type: 'batch',
        renewable: false,
        lease_duration: 600,
        policies: ['default', 'vault-eks-operator'],
        metadata: {
          role: 'vault-eks-operator',
          service_account_name: 'vault-eks-operator',
          service_account_namespace: vault().spec.namespace,
        },
      });
    });

    it.each([
      [
        'another service account',
        'vault-eks-operator',
        'vault-admin',
        LOGIN_AUDIENCE,
        403,
      ],
      [
        'a token for another audience',
        'vault-eks-operator',
        'vault-eks-operator',
        'https://elsewhere',
        403,
      ],
      [
        'a role that does not exist',
        'none',
        'vault-eks-operator',
        LOGIN_AUDIENCE,
        400,
      ],
    ])(
      'refuses the login of %s',
      async (_, role, account, audience, status) => {
        expect((await login(role, account, audience)).status).toBe(status);
      },
    );

    it('refuses a login by what is no token', async () => {
      const told = await vault().ask({
        method: 'POST',
        path: 'auth/kubernetes/login',
        body: { role: 'vault-eks-operator', jwt: 'x' },
      });
      expect([400, 403]).toContain(told.status);
    });

    it.each([
      ['no token', undefined],
      ['a token that is none', 'hvs.none'],
    ])('refuses %s', async (_, token) => {
      const told = await vault().ask({
        method: 'GET',
        path: 'sys/mounts',
        token,
      });
      expect(told).toMatchObject({
        status: 403,
        body: { errors: [expect.stringContaining('permission denied')] },
      });
    });

    it('lets the operator look and not change', async () => {
      const token = await vault().login('operator');
      const statusOf = async (method: 'GET' | 'PUT', path: string, body = {}) =>
        (
          await vault().ask({
            method,
            path,
            body: method === 'PUT' ? body : undefined,
            token,
          })
        ).status;
      const policy = 'sys/policies/acl/vault-eks-operator';
      expect(await statusOf('GET', policy)).toBe(200);
      expect(await statusOf('PUT', policy, { policy: '' })).toBe(403);
      expect(await statusOf('GET', 'sys/audit')).toBe(200);
      expect(await statusOf('GET', 'sys/policies/acl/default')).toBe(403);
    });

    it('lets the operator bring in an application with a fixed policy only', async () => {
      const token = await vault().login('operator');
      const role = async (policies: string, more = {}) =>
        vault().ask({
          method: 'POST',
          path: 'auth/kubernetes/role/app-conformance',
          body: {
            bound_service_account_names: ['conformance'],
            bound_service_account_namespaces: ['conformance'],
            audience: LOGIN_AUDIENCE,
            token_policies: policies,
            token_type: 'batch',
            token_ttl: 600,
            ...more,
          },
          token,
        });
      expect((await role('vault-eks-admin')).status).toBe(403);
      expect((await role('vault-eks-app', { token_max_ttl: 1 })).status).toBe(
        403,
      );
      expect((await role('vault-eks-app')).status).toBe(204);
      const gone = await vault().ask({
        method: 'DELETE',
        path: 'auth/kubernetes/role/app-conformance',
        token,
      });
      expect(gone.status).toBe(204);
    });

    it('tells an administrator all capabilities', async () => {
      const { body } = await vault().ask({
        method: 'POST',
        path: 'sys/capabilities-self',
        body: { paths: ADMIN_PATHS },
        token: await vault().login('admin'),
      });
      const data: Record<string, string[]> = Object(body.data);
      for (const path of ADMIN_PATHS) {
        expect(data[path]).toEqual(
          expect.arrayContaining(['create', 'update', 'sudo']),
        );
      }
    });

    it('refuses a policy that is none', async () => {
      const told = await vault().ask({
        method: 'PUT',
        path: 'sys/policies/acl/conformance',
        body: { policy: 'path "x" { capabilities = ["fly"] }' },
        token: await vault().login('admin'),
      });
      expect(told.status).toBe(400);
    });

    it('knows no policy and no role that was not made', async () => {
      const token = await vault().login('admin');
      for (const path of [
        'sys/policies/acl/none',
        'auth/kubernetes/role/none',
      ]) {
        expect((await vault().ask({ method: 'GET', path, token })).status).toBe(
          404,
        );
      }
    });
  });
}
