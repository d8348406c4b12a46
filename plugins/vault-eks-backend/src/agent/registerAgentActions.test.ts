import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fakeVaultEks, prod, vaultProd } from '../__testUtils__/fixtures';
import { AllowedTargets } from '../access/AllowedTargets';
import { ClusterAccess } from '../access/ClusterAccess';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import { createStatusOf } from '../status/createStatusOf';
import { StatusReader } from '../status/StatusReader';
import { registerAgentActions } from './registerAgentActions';

const entityRef = 'resource:default/vault-prod';

function agentOf(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const vaultEks = fakeVaultEks();
  const actionsRegistry = actionsRegistryServiceMock();
  const registry: ClusterRegistry = {
    list: async () => [
      {
        entityRef,
        ref: prod,
        owner: 'group:default/platform',
        registeredAt: '',
      },
    ],
    find: async () => undefined,
    entityRefFor: async () => entityRef,
    register: async () => {
      throw new Error('agents only read');
    },
    unregister: async () => {
      throw new Error('agents only read');
    },
  };
  const access = new ClusterAccess({
    permissions: mockServices.permissions.mock({
      authorize: async requests => requests.map(() => ({ result })),
    }),
    catalog: catalogServiceMock({ entities: [vaultProd] }),
    registry,
    targets: AllowedTargets.fromConfig(mockServices.rootConfig()),
  });
  registerAgentActions({
    access,
    actionsRegistry,
    registry,
    statusOf: createStatusOf({
      access,
      logger: mockServices.logger.mock(),
      statuses: new StatusReader({ vaultEks, freshForMs: 0, timeoutMs: 1000 }),
    }),
  });
  const credentials = mockCredentials.user();
  return {
    list: () =>
      actionsRegistry.invoke({
        id: 'test:list-vault-clusters',
        input: {},
        credentials,
      }),
    status: () =>
      actionsRegistry.invoke({
        id: 'test:get-vault-status',
        input: { entityRef },
        credentials,
      }),
  };
}

describe('the agent actions', () => {
  it('list the clusters and tell their status', async () => {
    const agent = agentOf(AuthorizeResult.ALLOW);
    await expect(agent.list()).resolves.toEqual({
      output: {
        clusters: [
          {
            entityRef,
            cluster: 'prod',
            region: 'eu-west-1',
            owner: 'group:default/platform',
          },
        ],
      },
    });
    await expect(agent.status()).resolves.toMatchObject({
      output: { sealed: false, leader: 'vault-0', replicasReady: 3 },
    });
  });

  it('know nothing that the person who asks may not know', async () => {
    const agent = agentOf(AuthorizeResult.DENY);
    await expect(agent.list()).resolves.toEqual({ output: { clusters: [] } });
    await expect(agent.status()).rejects.toThrow('You may not use');
  });
});
