/* eslint-disable jest/no-export -- a part of kubernetes.test.ts */
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import type { OpenServer } from '../world/openServer';

/** What a token says of itself. */
const claimsOf = (token: string) =>
  Object(JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()));

/** Tokens of service accounts, and what RBAC lets them do. */
export function describeAccess(server: () => OpenServer): void {
  describe('Identity and access:', () => {
    const call = { signal: new AbortController().signal };
    const account = 'reader';
    const secrets = () => ({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: server().namespace,
    });
    const tokenFor = (audience: string) =>
      server().admin.serviceAccountToken(
        {
          namespace: server().namespace,
          serviceAccount: account,
          audience,
          expirationSeconds: 600,
        },
        call,
      );
    /** The audience of the API server itself is in the token that it gives by default. */
    const ownToken = async () => {
      const { body } = await server().raw({
        method: 'POST',
        path: `/api/v1/namespaces/${
          server().namespace
        }/serviceaccounts/${account}/token`,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        },
      });
      return String(Object(Object(body).status).token);
    };

    it('gives tokens for an audience and a time', async () => {
      const { admin, namespace } = server();
      await admin.apply(
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: account, namespace },
        },
        call,
      );
      const claims = claimsOf(await tokenFor('vault'));
      expect(claims).toMatchObject({
        aud: ['vault'],
        sub: `system:serviceaccount:${namespace}:${account}`,
      });
      expect(Number(claims.exp) - Number(claims.iat)).toBe(600);
    });

    it('refuses no token of the kind, and tokens for others', async () => {
      const nobody = await server().as('none');
      await expect(nobody.list(secrets(), call)).rejects.toThrow(
        AuthenticationError,
      );
      const elsewhere = await server().as(await tokenFor('vault'));
      await expect(elsewhere.list(secrets(), call)).rejects.toThrow(
        AuthenticationError,
      );
    });

    it('reviews a token for Vault, audience included', async () => {
      const review = async (audience: string) => {
        const { body } = await server().raw({
          method: 'POST',
          path: '/apis/authentication.k8s.io/v1/tokenreviews',
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenReview',
            spec: { token: await tokenFor('vault'), audiences: [audience] },
          },
        });
        return Object(body).status;
      };
      expect(await review('vault')).toMatchObject({
        authenticated: true,
        audiences: ['vault'],
        user: {
          username: `system:serviceaccount:${server().namespace}:${account}`,
        },
      });
      expect(Object(await review('elsewhere')).authenticated).not.toBe(true);
    });

    it('lets nobody do what no role gives', async () => {
      const reader = await server().as(await ownToken());
      const attributes = {
        verb: 'list',
        resource: 'secrets',
        namespace: server().namespace,
      };
      await expect(reader.can(attributes, call)).resolves.toBe(false);
      await expect(reader.list(secrets(), call)).rejects.toThrow(
        NotAllowedError,
      );
      await expect(server().admin.can(attributes, call)).resolves.toBe(true);
    });

    it('lets do what a role gives, and no more', async () => {
      const { admin, namespace } = server();
      const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
      await admin.apply(
        {
          ...rbac,
          kind: 'Role',
          metadata: { name: account, namespace },
          rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
        },
        call,
      );
      await admin.apply(
        {
          ...rbac,
          kind: 'RoleBinding',
          metadata: { name: account, namespace },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Role',
            name: account,
          },
          subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
        },
        call,
      );
      const reader = await server().as(await ownToken());
      const end = Date.now() + 10_000;
      let seen: unknown[] | undefined;
      while (!seen && Date.now() < end) {
        // Roles reach the authorizer a moment later.
        seen = await reader.list(secrets(), call).catch(() => undefined);
      }
      expect(seen).toEqual(expect.any(Array));
      await expect(
        reader.get({ ...secrets(), name: 'bytes' }, call),
      ).rejects.toThrow(NotAllowedError);
    });
  });
}
