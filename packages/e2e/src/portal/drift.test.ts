import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  parseSpec,
  vaultNames,
  type ClusterDrift,
  type FleetCluster,
  type StatusTransitions,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { breakCall, mendCalls } from '../faults/control';
import { until } from '../until';
import { startTestPortal, type TestPortal } from './startTestPortal';
import { whatIsThere } from './whatIsThere';

jest.setTimeout(400_000);

const ENTITY = 'resource:default/vault-platform-prod';
const VAULT = {
  cluster: 'platform-prod',
  region: 'eu-west-1',
  owner: 'group:default/platform-team',
};
const seconds = (n: number) => ({ seconds: n });

describe('a Vault that the portal has deployed', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await startTestPortal({
      env: {
        APP_CONFIG_vaultEks_drift_schedule: JSON.stringify({
          frequency: seconds(5),
          timeout: seconds(120),
        }),
        APP_CONFIG_vaultEks_drift_backOff: JSON.stringify({
          first: seconds(1),
          max: seconds(2),
        }),
      },
    });
    const task = await portal.api.runTemplate('template:default/vault-on-eks', {
      ...VAULT,
      approval: 'deploy',
    });
    if (task.status !== 'completed') {
      throw new Error(`The deploy ${task.status}: ${task.error}`);
    }
  });
  afterAll(() => portal?.stop());

  const untilDrift = (state: ClusterDrift['state']) =>
    until(
      `drift: ${state}`,
      async () => {
        const fleet = await portal.api.json<FleetCluster[]>(
          'GET',
          '/api/vault-eks/v1/clusters',
        );
        const drift = fleet.find(({ entityRef }) => entityRef === ENTITY)
          ?.snapshot?.drift;
        return drift?.state === state ? drift : undefined;
      },
      120_000,
    );

  const setBackups = (on: boolean) =>
    new DynamoDBClient({}).send(
      new UpdateContinuousBackupsCommand({
        TableName: vaultNames(parseSpec(VAULT)).table,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: on },
      }),
    );

  it('is as its spec says, all of it, and looking changes nothing', async () => {
    const drift = await untilDrift('none');
    expect(drift).not.toHaveProperty('notCompared');
    const before = await whatIsThere(portal, VAULT);
    const text = JSON.stringify(before);
    for (const thing of [
      '"StatefulSet vault vault"',
      `"Secret vault ${vaultNames(parseSpec(VAULT)).tlsSecret}"`,
      '"backups":"ENABLED"',
    ]) {
      expect(text).toContain(thing);
    }
    await until(
      'the next look',
      async () => {
        const { lookedAt } = await untilDrift('none');
        return lookedAt > drift.lookedAt || undefined;
      },
      60_000,
    );
    expect(await whatIsThere(portal, VAULT)).toEqual(before);
  });

  it('is told to differ by the name of what somebody changed, and to be right again', async () => {
    await setBackups(false);
    const { names } = await untilDrift('drift');
    expect(names).toEqual([expect.stringContaining('DynamoDB table')]);
    await setBackups(true);
    await untilDrift('none');
    const { transitions } = await portal.api.json<StatusTransitions>(
      'GET',
      `/api/vault-eks/v1/transitions?kinds=drift,drift-resolved&entityRef=${encodeURIComponent(
        ENTITY,
      )}`,
    );
    expect(transitions).toMatchObject([
      { kind: 'drift-resolved', from: '1', to: '0', things: names },
      { kind: 'drift', from: '0', to: '1', things: names },
    ]);
  });

  it('is neither where the right to look is missing', async () => {
    await breakCall(portal.sandbox, {
      ...{ service: 'dynamodb', operation: 'DescribeTable' },
      ...{ kind: 'deny', count: 50 },
    });
    const { problem } = await untilDrift('unknown');
    expect(problem).toBe("the portal's own credentials do not allow it");
    await mendCalls(portal.sandbox);
    expect(await untilDrift('none')).not.toHaveProperty('problem');
  });
});
