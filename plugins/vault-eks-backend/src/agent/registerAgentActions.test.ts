import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type {
  AuditTailEvent,
  Finding,
  FindingSeverity,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import {
  fakeVaultEks,
  healthy,
  prod,
  vaultProd,
} from '../__testUtils__/fixtures';
import { untilTrue } from '../__testUtils__/untilTrue';
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
  const registry: jest.Mocked<Pick<ClusterRegistry, 'list'>> & ClusterRegistry =
    {
      list: jest.fn(async () => [
        {
          entityRef,
          ref: prod,
          owner: 'group:default/platform',
          registeredAt: '',
        },
      ]),
      find: async () => undefined,
      entityRefFor: async () => entityRef,
      isRegistered: async () => true,
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
  const auditor = mockServices.auditor.mock();
  const told: string[] = [];
  auditor.createEvent.mockImplementation(async ({ eventId, meta }) => {
    const actor = meta?.actor;
    return {
      success: async () => {
        told.push(`${eventId} by ${actor} succeeded`);
      },
      fail: async () => {
        told.push(`${eventId} by ${actor} failed`);
      },
    };
  });
  registerAgentActions({
    access,
    actionsRegistry,
    auditor,
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
    registry,
    shutdown: new AbortController().signal,
    statusOf: createStatusOf({
      access,
      logger: mockServices.logger.mock(),
      statuses: new StatusReader({ vaultEks, freshForMs: 0, timeoutMs: 1000 }),
    }),
    vaultEks,
  });
  const invoke = (
    name: string,
    input: JsonObject,
    credentials: BackstageCredentials = mockCredentials.user(),
  ) => actionsRegistry.invoke({ id: `test:${name}`, input, credentials });
  return {
    registry,
    told,
    vaultEks,
    list: () => invoke('list-vault-clusters', {}),
    status: () => invoke('get-vault-status', { entityRef }),
    findings: (input: JsonObject = {}) =>
      invoke('list-vault-findings', { entityRef, ...input }),
    summary: (input: JsonObject = {}, credentials?: BackstageCredentials) =>
      invoke('summarise-vault-audit-log', { entityRef, ...input }, credentials),
    plan: (spec: JsonObject) => invoke('plan-vault-cluster', { spec }),
  };
}

const line = (requestId: string): AuditTailEvent => ({
  kind: 'line',
  line: {
    id: requestId,
    pod: 'vault-0',
    time: '2026-11-24T00:00:00.000Z',
    type: 'request',
    requestId,
    operation: 'read',
    path: 'secret/data/app',
    mountPoint: 'secret/',
    actor: 'kubernetes-app',
    raw: '{"secret":"hmac-sha256:1234"}',
  },
});

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
    await expect(agent.findings()).rejects.toThrow('You may not use');
    await expect(agent.summary()).rejects.toThrow('You may not use');
    await expect(
      agent.plan({ cluster: 'prod', region: 'eu-west-1' }),
    ).rejects.toThrow('You may not use');
    expect(agent.vaultEks.tailAudit).not.toHaveBeenCalled();
    expect(agent.vaultEks.plan).not.toHaveBeenCalled();
    expect(agent.told).toEqual(['audit-summary by user:default/mock failed']);
  });

  it('keep for the log what only the log should say', async () => {
    const agent = agentOf(AuthorizeResult.ALLOW);
    agent.registry.list.mockRejectedValue(
      new Error('select "spec" from "clusters" - connect ECONNREFUSED'),
    );
    await expect(agent.list()).rejects.toThrow(
      "The portal's backend could not answer. Its log says what went wrong.",
    );
  });

  it('tell what is wrong, and how bad', async () => {
    const agent = agentOf(AuthorizeResult.ALLOW);
    const finding = (id: string, severity: FindingSeverity): Finding => ({
      ...{ id, severity },
      ...{ what: 'w', why: 'y', fix: 'f' },
    });
    agent.vaultEks.status.mockResolvedValue({
      ...healthy,
      findings: [finding('sealed', 'error'), finding('restarts', 'info')],
    });
    await expect(agent.findings()).resolves.toMatchObject({
      output: { findings: [{ id: 'sealed' }, { id: 'restarts' }] },
    });
    await expect(
      agent.findings({ severities: ['info'] }),
    ).resolves.toMatchObject({
      output: { findings: [finding('restarts', 'info')] },
    });
  });

  describe('of the audit log', () => {
    it('count its newest lines, show none, and leave an audit event', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      const signals: AbortSignal[] = [];
      agent.vaultEks.tailAudit.mockImplementation(async function* tail(
        ...[, { signal }]: Parameters<VaultEks['tailAudit']>
      ) {
        signals.push(signal);
        yield { kind: 'source', source: { state: 'connecting' } };
        yield line('1');
        yield line('2');
        yield {
          kind: 'unreadable',
          line: { id: '3', pod: 'vault-0', reason: 'malformed', size: 7 },
        };
        yield { kind: 'source', source: { state: 'following' } };
        yield line('live');
      });
      const { output } = await agent.summary({ lines: 50 });
      expect(output).toEqual({
        from: '2026-11-24T00:00:00.000Z',
        to: '2026-11-24T00:00:00.000Z',
        requests: 2,
        failed: 0,
        unreadable: 1,
        byOperation: [{ name: 'read', count: 2 }],
        byMount: [{ name: 'secret/', count: 2 }],
        byActor: [{ name: 'kubernetes-app', count: 2 }],
        byError: [],
      });
      expect(agent.vaultEks.tailAudit).toHaveBeenCalledWith(
        prod,
        expect.objectContaining({ history: 50 }),
      );
      expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
      expect(agent.told).toEqual([
        'audit-summary by user:default/mock succeeded',
      ]);
    });

    it('read no more than is asked for', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      agent.vaultEks.tailAudit.mockImplementation(async function* endless() {
        for (let i = 0; ; i++) {
          yield line(`${i}`);
        }
      });
      await expect(agent.summary({ lines: 3 })).resolves.toMatchObject({
        output: { requests: 3 },
      });
      await expect(agent.summary({ lines: 5_000 })).rejects.toThrow(/lines/);
    });

    it('tell a failure without its insides', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      agent.vaultEks.tailAudit.mockImplementation(async function* broken() {
        yield line('1');
        throw new Error('connect ECONNREFUSED 10.0.0.1:443');
      });
      await expect(agent.summary()).rejects.toThrow(
        /^Reading the audit log of resource:default\/vault-prod failed\. The log/,
      );
      expect(agent.told).toEqual(['audit-summary by user:default/mock failed']);
    });

    it('are read a few at a time for one person, who hears of it', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      const ends: (() => void)[] = [];
      agent.vaultEks.tailAudit.mockImplementation(async function* slow() {
        await new Promise<void>(resolve => {
          ends.push(resolve);
        });
        yield line('1');
        yield { kind: 'source', source: { state: 'following' } };
      });
      const running = [agent.summary(), agent.summary()];
      await untilTrue('both are read', () => ends.length === 2);
      await expect(agent.summary()).rejects.toThrow(
        /already have 2 audit summaries/,
      );
      ends.forEach(end => end());
      await expect(Promise.all(running)).resolves.toHaveLength(2);
    });

    it('are for people', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      await expect(
        agent.summary({}, mockCredentials.service()),
      ).rejects.toThrow(/in the name of a person/);
      expect(agent.vaultEks.tailAudit).not.toHaveBeenCalled();
    });
  });

  describe('that plan', () => {
    const typed = { cluster: 'prod', region: 'eu-west-1' };

    it('say what a deploy would do, and leave an audit event', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      agent.vaultEks.plan.mockResolvedValue({
        steps: [
          {
            id: 'dynamodb-table',
            phase: 'AWS',
            title: 'DynamoDB table vault-prod',
            verb: 'create',
            changes: [],
          },
        ],
        findings: [],
        changes: true,
        blocked: false,
      });
      await expect(agent.plan(typed)).resolves.toEqual({
        output: {
          text: expect.stringContaining('create  DynamoDB table vault-prod'),
          changes: true,
          blocked: false,
        },
      });
      expect(agent.vaultEks.plan.mock.calls[0]).toEqual([
        expect.objectContaining({ ...typed, namespace: 'vault' }),
        expect.objectContaining({ initiator: 'user:default/mock' }),
      ]);
      expect(agent.vaultEks.deploy).not.toHaveBeenCalled();
      expect(agent.told).toEqual([
        'cluster-plan by user:default/mock succeeded',
      ]);
    });

    it('refuse a spec by name, and tell nothing else of a failure', async () => {
      const agent = agentOf(AuthorizeResult.ALLOW);
      await expect(agent.plan({ ...typed, replicas: 0 })).rejects.toThrow(
        /replicas/,
      );
      expect(agent.vaultEks.plan).not.toHaveBeenCalled();
      agent.vaultEks.plan.mockRejectedValue(new Error('arn:aws:iam::1:role/x'));
      await expect(agent.plan(typed)).rejects.toThrow(
        /^Planning for prod failed\. The log/,
      );
    });
  });
});
