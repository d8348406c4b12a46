import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import type {
  DeployReport,
  Plan,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  vaultEksServiceRef,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { resolve } from 'node:path';
import request from 'supertest';

const plan: Plan = {
  steps: [
    {
      id: 'dynamodb-table',
      phase: 'AWS',
      title: 'DynamoDB table vault-platform-prod-vault-vault',
      verb: 'create',
      changes: [],
    },
  ],
  findings: [],
  changes: true,
  blocked: false,
};

const report: DeployReport = {
  steps: [],
  findings: [],
  claims: [{ id: 'service', claim: 'a secret can be read', passed: true }],
  changed: true,
  durationMs: 1000,
  outputs: {
    account: '111122223333',
    tableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault',
    keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
    roleArn: 'arn:aws:iam::111122223333:role/vault',
    custodySecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:v',
    serviceUrl: 'https://vault.vault.svc:8200',
    uiUrl: 'https://vault.example.com:8200',
  },
};

function fakeVaultEks(): jest.Mocked<VaultEks> {
  return {
    plan: jest.fn().mockResolvedValue(plan),
    deploy: jest.fn().mockResolvedValue(report),
    ensure: jest.fn().mockRejectedValue(new Error('not asked for here')),
    drift: jest.fn().mockRejectedValue(new Error('not asked for here')),
    destroy: jest.fn().mockRejectedValue(new Error('not asked for here')),
    verify: jest.fn().mockResolvedValue(report.claims),
    status: jest.fn().mockRejectedValue(new Error('not asked for here')),
    tailAudit: jest.fn(),
  };
}

/** The portal's own catalog, scaffolder and plugins; only the engine is fake. */
async function startPortal(vaultEks: VaultEks) {
  const { server } = await startTestBackend({
    features: [
      import('@backstage/plugin-catalog-backend'),
      import(
        '@backstage/plugin-catalog-backend-module-scaffolder-entity-model'
      ),
      import('@backstage/plugin-events-backend'),
      import('@backstage/plugin-scaffolder-backend'),
      import('@backstage/plugin-signals-backend'),
      import('@vault-eks/backstage-plugin-catalog-backend-module-vault-eks'),
      import('@vault-eks/backstage-plugin-scaffolder-backend-module-vault-eks'),
      import('@vault-eks/backstage-plugin-vault-eks-backend'),
      // The mock of the events service does not reach from one plugin to another.
      eventsServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          backend: { baseUrl: 'http://localhost:7007' },
          events: { useEventBus: 'never' },
          catalog: {
            rules: [{ allow: ['Location', 'Template', 'Resource'] }],
            locations: [
              {
                type: 'file',
                target: resolve(__dirname, '../../../templates/all.yaml'),
              },
              {
                type: 'file',
                target: resolve(__dirname, '__fixtures__/shop.yaml'),
              },
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
  const api = request(server);

  const eventually = async <T>(look: () => Promise<T | undefined>) => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      if (Date.now() > deadline) {
        throw new Error('It did not happen within 20 seconds');
      }
      await new Promise(wait => setTimeout(wait, 100));
    }
  };

  const entity = (kind: string, name: string) =>
    eventually(async () => {
      const { status, body } = await api.get(
        `/api/catalog/entities/by-name/${kind}/default/${name}`,
      );
      return status === 200 ? body : undefined;
    });

  return {
    entity,
    /** Runs a template by the scaffolder's HTTP API, to its end. */
    async run(template: string, values: JsonObject) {
      await entity('template', template);
      const created = await api
        .post('/api/scaffolder/v2/tasks')
        .send({ templateRef: `template:default/${template}`, values });
      if (created.status !== 201) {
        throw new Error(JSON.stringify(created.body));
      }
      return eventually(async () => {
        const { body: task } = await api.get(
          `/api/scaffolder/v2/tasks/${created.body.id}`,
        );
        if (!['completed', 'failed'].includes(task.status)) {
          return undefined;
        }
        const { body: events } = await api.get(
          `/api/scaffolder/v2/tasks/${created.body.id}/events`,
        );
        const end = events.at(-1).body;
        return { status: task.status, output: end.output, error: end.error };
      });
    },
  };
}

jest.setTimeout(60_000);

const vaultEks = fakeVaultEks();
let portal: Awaited<ReturnType<typeof startPortal>>;

beforeAll(async () => {
  portal = await startPortal(vaultEks);
});
beforeEach(() => {
  jest.clearAllMocks();
});

const values = {
  cluster: 'platform-prod',
  region: 'eu-west-1',
  owner: 'group:default/platform-team',
};

describe('template:default/vault-on-eks', () => {
  it('shows the plan and changes nothing when it was asked to', async () => {
    const { status, output } = await portal.run('vault-on-eks', {
      ...values,
      approval: 'plan',
    });
    expect(status).toBe('completed');
    expect(output.text.map((text: { title: string }) => text.title)).toEqual([
      'What next',
    ]);
    expect(output.text[0].content).toContain(
      '+ create  DynamoDB table vault-platform-prod-vault-vault',
    );
    expect(output.links).toEqual([]);
    expect(vaultEks.deploy).not.toHaveBeenCalled();
  });

  it('deploys what the form says and puts the Vault into the catalog', async () => {
    const { status, output, error } = await portal.run('vault-on-eks', {
      ...values,
      namespace: 'vault',
      release: 'vault',
      replicas: 5,
      endpoints: { dynamodb: 'existing' },
      ui: { exposure: 'internal', sourceRanges: ['10.0.0.0/8'] },
      custody: { recoveryShares: 7 },
      approval: 'deploy',
    });
    expect({ status, error }).toEqual({
      status: 'completed',
      error: undefined,
    });
    expect(vaultEks.deploy.mock.calls[0][0]).toMatchObject({
      cluster: 'platform-prod',
      replicas: 5,
      endpoints: { dynamodb: 'existing', kms: 'create' },
      ui: { exposure: 'internal', sourceRanges: ['10.0.0.0/8'] },
      custody: { recoveryShares: 7, recoveryThreshold: 3 },
      owner: 'group:default/platform-team',
    });
    expect(vaultEks.plan.mock.calls[0][0]).toEqual(
      vaultEks.deploy.mock.calls[0][0],
    );
    const [, login] = output.text;
    expect(login).toMatchObject({ title: 'How to log in' });
    expect(login.content).toContain(
      'kubectl get configmap vault-ca -n vault -o',
    );
    expect(login.content).toContain('svc/vault-active 8200');
    expect(login.content).toContain('create token vault-admin -n vault');
    expect(login.content).toContain('header_value=platform-prod/vault/vault');
    expect(output.links).toEqual([
      expect.objectContaining({
        entityRef: 'resource:default/vault-platform-prod',
      }),
      expect.objectContaining({ url: 'https://vault.example.com:8200' }),
    ]);
    await expect(
      portal.entity('resource', 'vault-platform-prod'),
    ).resolves.toMatchObject({
      metadata: {
        annotations: { 'vault-eks.io/cluster': 'platform-prod' },
        links: expect.arrayContaining([
          { url: 'https://vault.example.com:8200', title: 'Vault UI' },
        ]),
      },
      spec: { type: 'vault-cluster', owner: 'group:default/platform-team' },
    });
  });

  it('takes what the fields of the form leave behind, and names things after the release', async () => {
    const { status, output } = await portal.run('vault-on-eks', {
      ...values,
      ...{ namespace: 'secrets', release: 'team', preview: null },
      admin: { serviceAccount: 'keepers' },
      approval: 'deploy',
    });
    expect(status).toBe('completed');
    const [, { content }] = output.text;
    expect(content).toContain('configmap team-vault-ca -n secrets');
    expect(content).toContain('svc/team-vault-active');
    expect(content).toContain('create token keepers -n secrets');
  });

  it('asks the portal where it can, in fields that a portal without them shows as text', async () => {
    const { spec } = await portal.entity('template', 'vault-on-eks');
    const fields = [
      ...JSON.stringify(spec.parameters).matchAll(
        /"ui:field":"(VaultEks\w+)"/g,
      ),
    ];
    expect([...new Set(fields.map(([, name]) => name))].sort()).toEqual([
      'VaultEksClusterPicker',
      'VaultEksKeyPicker',
      'VaultEksPlace',
      'VaultEksPlanPreview',
      'VaultEksRouteTablePicker',
      'VaultEksSubnetPicker',
      'VaultEksTablePicker',
    ]);
  });

  it('hands on who holds the shares, and what an earlier run asked for', async () => {
    const holders = [
      { name: 'ada', publicKey: 'key of ada' },
      { name: 'grace', publicKey: 'key of grace' },
    ];
    const { status, error } = await portal.run('vault-on-eks', {
      ...values,
      custody: { keeper: 'pgp', holders, recoveryThreshold: 2 },
      reinitialise: 'vault-platform-prod-vault-vault',
      approval: 'deploy',
    });
    expect({ status, error }).toEqual({
      status: 'completed',
      error: undefined,
    });
    const [spec, options] = vaultEks.deploy.mock.calls[0];
    expect(spec.custody).toMatchObject({
      pgp: { holders },
      recoveryThreshold: 2,
    });
    expect(options).toMatchObject({
      reinitialise: 'vault-platform-prod-vault-vault',
      vaultToken: undefined,
    });
  });

  it.each([
    [{ cluster: '-bad' }, /cluster/],
    [{ replicas: 0 }, /replicas/],
    [{ ui: { exposure: 'internet-facing' } }, /sourceRanges|ui/],
    [{ storage: { table: 'a b' } }, /storage\.table/],
    [{ storage: { billing: 'provisioned' } }, /storage|readCapacity/],
    [{ storage: { encryption: 'customer-key' } }, /storage|encryptionKey/],
    [{ seal: { key: 'existing' } }, /seal|keyId/],
    [
      { seal: { key: 'create', rotationPeriodDays: 30 } },
      /seal|rotationPeriodDays/,
    ],
    [{ endpoints: { policy: 'narrow' } }, /endpoints|acknowledge/],
    [{ endpoints: { subnetIds: ['here'] } }, /endpoints\.subnetIds/],
    [{ role: { path: 'vault' } }, /role\.path/],
    [{ custody: { kmsKeyId: 'mine' } }, /custody\.kmsKeyId/],
    [{ custody: { keeper: 'pgp' } }, /custody|holders/],
    [{ custody: { keeper: 'pgp', holders: [] } }, /custody|holders/],
    [{ reinitialise: 'a table' }, /reinitialise/],
    [{ admin: { serviceAccount: 'default' } }, /admin\.serviceAccount/],
    [{ admin: { awsPrincipals: ['me'] } }, /admin\.awsPrincipals/],
    [
      { networkPolicy: { clientNamespaces: ['*'] } },
      /networkPolicy\.clientNamespaces/,
    ],
    [
      { networkPolicy: { egress: [{ range: '10.0.0.0/16', ports: [] }] } },
      /networkPolicy\.egress/,
    ],
    [{ custody: { replicaRegions: ['Ireland'] } }, /custody\.replicaRegions/],
    [{ tags: { team: 7 } }, /tags/],
    [{ owner: undefined }, /owner/],
  ])('refuses %j by name', async (bad, name) => {
    await expect(
      portal.run('vault-on-eks', { ...values, approval: 'deploy', ...bad }),
    ).rejects.toThrow(name);
    expect(vaultEks.plan).not.toHaveBeenCalled();
  });
});

describe('template:default/team-vault', () => {
  it('composes the actions with the choices of its own', async () => {
    const { status, output } = await portal.run('team-vault', {
      cluster: 'platform-dev',
      team: 'payments',
      owner: 'group:default/payments-team',
    });
    expect(status).toBe('completed');
    expect(vaultEks.deploy.mock.calls[0][0]).toMatchObject({
      namespace: 'vault-payments',
      injector: { enabled: false },
    });
    expect(output.text[0].content).toContain('pass  a secret can be read');
    await portal.entity('resource', 'vault-payments-platform-dev');
  });
});

describe('template:default/vault-destroy', () => {
  const step = {
    ...{ id: 'dynamodb-table', phase: 'AWS', title: 'DynamoDB table' },
    ...{ verb: 'keep' as const, changes: [], reason: 'it holds the data' },
  };
  beforeEach(() => {
    vaultEks.destroy.mockImplementation(async (_, { dryRun }) =>
      dryRun
        ? {
            plan: {
              steps: [step],
              findings: [],
              changes: true,
              blocked: false,
            },
            ...{ steps: [], kept: [step], durationMs: 1 },
          }
        : { steps: [], kept: [step], durationMs: 1, account: '111122223333' },
    );
  });

  it('shows the plan and deletes nothing when it was asked to', async () => {
    const { status, output } = await portal.run('vault-destroy', {
      ...{ cluster: 'platform-prod', region: 'eu-west-1', approval: 'plan' },
    });
    expect(status).toBe('completed');
    expect(output.text[0].content).toContain('because it holds the data');
    expect(vaultEks.destroy.mock.calls.map(([, { dryRun }]) => dryRun)).toEqual(
      [true],
    );
  });

  it('takes down what is left of a cluster that was deleted', async () => {
    vaultEks.destroy.mockClear();
    const { status } = await portal.run('vault-destroy', {
      ...{ cluster: 'platform-prod', region: 'eu-west-1' },
      ...{ approval: 'destroy', confirm: 'platform-prod/vault/vault' },
      onlyAws: true,
    });
    expect(status).toBe('completed');
    expect(
      vaultEks.destroy.mock.calls.map(([, { onlyAws }]) => onlyAws),
    ).toEqual([true, true]);
  });

  it('plans, then takes down the Vault that was typed out', async () => {
    const run = (confirm: string) =>
      portal.run('vault-destroy', {
        ...{ cluster: 'platform-prod', region: 'eu-west-1' },
        ...{ approval: 'destroy', confirm },
        alsoDelete: { volumes: 'vault/vault' },
      });
    const refused = await run('platform-dev/vault/vault');
    expect(refused.error.message).toMatch(
      /confirm: type out platform-prod\/vault\/vault/,
    );
    vaultEks.destroy.mockClear();
    expect((await run('platform-prod/vault/vault')).status).toBe('completed');
    expect(
      vaultEks.destroy.mock.calls.map(([, options]) => [
        options.dryRun,
        options.alsoDelete,
      ]),
    ).toEqual([
      [true, { volumes: 'vault/vault' }],
      [false, { volumes: 'vault/vault' }],
    ]);
  });
});

describe('template:default/vault-app-onboarding', () => {
  const mine = {
    cluster: 'platform-prod',
    region: 'eu-west-1',
    app: { namespace: 'shop', serviceAccount: 'cart' },
  };
  const proven = { id: 'app-login', claim: 'it logs in', passed: true };

  beforeEach(() => {
    vaultEks.ensure.mockResolvedValue({
      ...{ steps: [], changed: true, durationMs: 1 },
      outputs: {
        ...{ role: 'app-shop.cart', policy: 'vault-eks-app' },
        ...{ mount: 'kv', path: 'apps/shop/cart', claims: [proven] },
      },
    });
  });

  it('brings in an application of the caller, and says what to paste', async () => {
    await portal.entity('resource', 'shop-cart');
    const { status, output, error } = await portal.run(
      'vault-app-onboarding',
      mine,
    );
    expect({ status, error }).toEqual({
      status: 'completed',
      error: undefined,
    });
    const [paste, done] = output.text;
    expect(paste.content).toContain('vault.hashicorp.com/role: app-shop.cart');
    expect(paste.content).toContain('audience: vault');
    expect(paste.content).toContain('vault kv put -mount=kv apps/shop/cart');
    expect(done.content).toContain('it logs in');
    expect(vaultEks.ensure.mock.calls[0][0]).toMatchObject({
      cluster: 'platform-prod',
      namespace: 'vault',
      apps: { mount: 'kv' },
    });
  });

  it('refuses a namespace that nobody of the caller owns, and asks nothing of the cluster', async () => {
    const { status, error } = await portal.run('vault-app-onboarding', {
      ...mine,
      app: { namespace: 'bank', serviceAccount: 'ledger' },
    });
    expect(status).toBe('failed');
    expect(error.message).toMatch(/Namespace bank is not yours/);
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });

  it.each([
    [{ app: { namespace: 'kube-system', serviceAccount: 'x' } }, /namespace/],
    [{ app: { namespace: 'shop', serviceAccount: 'default' } }, /Account/],
    [{ app: { namespace: 'shop', serviceAccount: '*' } }, /Account/],
    [{ app: { namespace: 'shop' } }, /serviceAccount/],
    [{ apps: { mount: '../sys' } }, /mount/],
  ])('refuses %j by name', async (bad, name) => {
    await expect(
      portal.run('vault-app-onboarding', { ...mine, ...bad }),
    ).rejects.toThrow(name);
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });
});
