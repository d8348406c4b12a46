import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type {
  AuditTailEvent,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  vaultEksServiceRef,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import request from 'supertest';

jest.setTimeout(120_000);

const VAULT = 'resource:default/vault-prod';

const ref = {
  cluster: 'prod',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};

const status: VaultClusterStatus = {
  ref,
  observedAt: '2026-11-24T00:00:00.000Z',
  replicas: { wanted: 3, ready: 3 },
  pods: [],
  volumes: [],
  findings: [],
};

const notAsked = () =>
  jest.fn().mockRejectedValue(new Error('not asked for here'));

const vaultEks: jest.Mocked<VaultEks> = {
  plan: notAsked(),
  deploy: notAsked(),
  ensure: notAsked(),
  drift: notAsked(),
  destroy: notAsked(),
  verify: notAsked(),
  status: jest.fn().mockResolvedValue(status),
  tailAudit: jest.fn<
    AsyncIterable<AuditTailEvent>,
    Parameters<VaultEks['tailAudit']>
  >(async function* nothing() {}),
};

const fileLocation = (path: string) => ({
  type: 'file',
  target: resolve(__dirname, path),
});

/** The portal's own sign-in, permission backend and catalog, and the people of the demo; only the engine is fake. */
async function startPortal() {
  const backend = await startTestBackend({
    features: [
      import('@backstage/plugin-auth-backend'),
      import('@backstage/plugin-auth-backend-module-guest-provider'),
      import('../auth/visitorModule'),
      import('@backstage/plugin-catalog-backend'),
      import('@backstage/plugin-permission-backend'),
      import('./vaultPolicyModule'),
      import('@backstage/plugin-signals-backend'),
      import('@vault-eks/backstage-plugin-vault-eks-backend'),
      authServiceFactory,
      httpAuthServiceFactory,
      permissionsServiceFactory,
      userInfoServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          backend: { baseUrl: 'http://localhost:7007' },
          permission: { enabled: true },
          auth: {
            providers: {
              guest: {
                userEntityRef: 'user:default/guest',
                dangerouslyAllowOutsideDevelopment: true,
              },
              visitor: { userEntityRef: 'user:default/visitor' },
            },
          },
          catalog: {
            rules: [{ allow: ['Location', 'Resource', 'Group', 'User'] }],
            locations: [
              fileLocation('../__fixtures__/vault.yaml'),
              fileLocation('../../../../examples/org/org.yaml'),
            ],
          },
        },
      }),
      createServiceFactory({
        service: vaultEksServiceRef,
        deps: {},
        factory: () => vaultEks,
      }),
    ],
  });
  const api = request(backend.server);
  const at = (path: string) =>
    `/api/vault-eks/v1/${path}?entityRef=${encodeURIComponent(VAULT)}`;
  const calls = (headers: Readonly<Record<string, string>>) => ({
    status: () => api.get(at('status')).set(headers),
    audit: () => api.get(at('audit')).set(headers),
    register: (owner = 'group:default/platform-team') =>
      api.post('/api/vault-eks/v1/clusters').set(headers).send({ ref, owner }),
    unregister: () => api.delete(at('clusters')).set(headers),
  });

  const deadline = Date.now() + 90_000;
  const eventually = async <T>(look: () => Promise<T | undefined>) => {
    for (;;) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      if (Date.now() > deadline) {
        throw new Error('The catalog does not show the people of the demo');
      }
      await new Promise(done => setTimeout(done, 200));
    }
  };
  const signIn = async (provider: string) => {
    const { body } = await api.post(`/api/auth/${provider}/refresh`);
    const { identity, token } = body.backstageIdentity ?? {};
    // The guest is let in before the catalog knows them, with nothing that they own.
    return identity?.ownershipEntityRefs.length > 1
      ? calls({ Authorization: `Bearer ${token}` })
      : undefined;
  };
  const guest = await eventually(() => signIn('guest'));
  const visitor = await eventually(() => signIn('visitor'));
  await eventually(async () =>
    (await guest.status()).status === 404 ? undefined : true,
  );
  return { guest, visitor, nobody: calls({}), stop: () => backend.stop() };
}

describe('the policy of the demo', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal?.stop());

  it('lets everybody who is signed in read the status', async () => {
    const { guest, visitor, nobody } = portal;
    expect((await guest.status()).status).toBe(200);
    expect((await visitor.status()).status).toBe(200);
    expect((await nobody.status()).status).toBe(401);
  });

  it('lets the owner alone read the audit log', async () => {
    const { guest, visitor } = portal;
    const owner = await guest.audit();
    expect(owner.status).toBe(200);
    expect(owner.headers['content-type']).toMatch('text/event-stream');
    const other = await visitor.audit();
    expect(other.status).toBe(403);
    expect(other.body.error.message).toMatch('vault-eks.audit.read');
  });

  it('lets anybody register a new Vault, and the owner alone change and unregister it', async () => {
    const { guest, visitor, nobody } = portal;
    expect((await nobody.register()).status).toBe(401);
    expect((await visitor.register()).status).toBe(201);
    expect((await visitor.register('group:default/payments-team')).status).toBe(
      403,
    );
    expect((await guest.register('user:default/guest')).status).toBe(201);
    expect((await visitor.unregister()).status).toBe(403);
    expect((await guest.unregister()).status).toBe(204);
  });
});

it('is the policy that the documentation tells to copy', () => {
  const text = (path: string) =>
    readFileSync(resolve(__dirname, path), 'utf8').replace(/\s+/g, ' ');
  const [, shown] =
    /```ts\n(if \(!vaultEksPermissions[^]*?)```/.exec(
      readFileSync(resolve(__dirname, '../../../../docs/access.md'), 'utf8'),
    ) ?? [];
  const decisions = shown
    .replace(/ \/\/ .*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  expect(text('VaultPolicy.ts')).toContain(decisions);
});
