import type {
  ClusterProtections,
  KeyProtections,
  TableProtections,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { statusFindings } from './statusFindings';

const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const silent = { state: 'unknown', reason: 'AWS did not tell' } as const;
const safeTable: TableProtections = {
  deletionProtection: { state: 'on' },
  pointInTimeRecovery: { state: 'on', windowDays: 35 },
  encryption: { state: 'aws-owned' },
};
const safeKey: KeyProtections = {
  arn: ARN,
  usable: { state: 'Enabled' },
  rotation: { state: 'on', periodDays: 365 },
};

describe('findings about protections', () => {
  const findings = (protections: ClusterProtections | undefined) =>
    statusFindings({
      ref: {
        ...{ cluster: 'demo', region: 'eu-west-1', account: '111122223333' },
        ...{ namespace: 'vault', release: 'vault' },
      },
      observedAt: '2026-11-23T12:00:00Z',
      initialized: true,
      leader: { pod: 'vault-0', since: '2026-11-23T12:00:00Z' },
      replicas: { wanted: 0, ready: 0 },
      ...{ pods: [], volumes: [] },
      release: { name: 'vault', status: 'deployed', revision: 1 },
      ...{ sealKey: 'alias/vault-demo', storageTable: 'vault-demo' },
      protections,
    });
  const ids = (protections: ClusterProtections | undefined) =>
    findings(protections).map(({ id, severity }) => [id, severity]);

  it('are none when all is on, manual, or not told', () => {
    expect(ids({ table: safeTable, key: safeKey })).toEqual([]);
    expect(ids({ key: { ...safeKey, rotation: { state: 'manual' } } })).toEqual(
      [],
    );
    expect(
      ids({
        table: {
          deletionProtection: silent,
          pointInTimeRecovery: silent,
          encryption: silent,
        },
        key: { usable: silent, rotation: silent },
      }),
    ).toEqual([]);
    expect(ids(undefined)).toEqual([]);
  });

  it('warn of each that is off, with the command that mends it', () => {
    const found = findings({
      table: {
        ...safeTable,
        deletionProtection: { state: 'off' },
        pointInTimeRecovery: { state: 'off' },
      },
      key: { ...safeKey, rotation: { state: 'off' } },
    });
    expect(found.map(({ id, severity }) => [id, severity])).toEqual([
      ['table-deletion-protection-off', 'warning'],
      ['table-backups-off', 'warning'],
      ['seal-key-rotation-off', 'warning'],
    ]);
    expect(found.map(({ fix }) => fix)).toEqual([
      expect.stringContaining(
        'update-table --table-name vault-demo --deletion-protection-enabled --region eu-west-1',
      ),
      expect.stringContaining('PointInTimeRecoveryEnabled=true'),
      expect.stringContaining(`enable-key-rotation --key-id ${ARN}`),
    ]);
  });

  it('tell of a key that ends when, and how it is kept; its rotation does not matter then', () => {
    const [found, ...others] = findings({
      key: {
        arn: ARN,
        usable: {
          state: 'PendingDeletion',
          deletionDate: '2026-12-24T00:00:00.000Z',
        },
        rotation: { state: 'off' },
      },
    });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: 'seal-key-state',
      severity: 'error',
      what: 'Seal key alias/vault-demo is PendingDeletion and ends on 2026-12-24.',
      fix: `aws kms cancel-key-deletion --key-id ${ARN} --region eu-west-1, then aws kms enable-key --key-id ${ARN} --region eu-west-1`,
    });
  });

  it.each([
    ['Disabled', [['seal-key-state', 'error']]],
    ['Unavailable', [['seal-key-state', 'error']]],
    ['Updating', []],
  ] as const)('judge a key that is %s', (state, expected) => {
    expect(ids({ key: { ...safeKey, usable: { state } } })).toEqual(expected);
  });
});
