import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { ProtectionsReader } from './ProtectionsReader';

const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const settings = { storageTable: 'vault-demo', sealKey: 'alias/vault-demo' };
const { signal } = new AbortController();

const named = (name: string, message = 'as AWS says') =>
  Object.assign(new Error(message), { name });
const never = () => new Promise(() => undefined);

describe('ProtectionsReader', () => {
  const dynamodb = new DynamoDBClient({ region: 'eu-west-1' });
  const kms = new KMSClient({ region: 'eu-west-1' });
  const aws = { account: '111122223333', region: 'eu-west-1', dynamodb, kms };
  const tables = mockClient(dynamodb);
  const keys = mockClient(kms);
  const lines: string[] = [];
  const create = (timeoutMs?: number) =>
    new ProtectionsReader({ timeoutMs, log: line => lines.push(line) });
  const read = () => create().read({ aws, settings, signal });

  beforeEach(() => {
    lines.length = 0;
    tables.reset();
    keys.reset();
    tables
      .on(DescribeTableCommand, { TableName: 'vault-demo' })
      .resolves({ Table: { DeletionProtectionEnabled: true } });
    tables
      .on(DescribeContinuousBackupsCommand, { TableName: 'vault-demo' })
      .resolves({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: 35,
          },
        },
      });
    keys.on(DescribeKeyCommand, { KeyId: 'alias/vault-demo' }).resolves({
      KeyMetadata: { KeyId: '1234', Arn: ARN, KeyState: 'Enabled' },
    });
    keys
      .on(GetKeyRotationStatusCommand, { KeyId: ARN })
      .resolves({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
  });
  afterEach(() => jest.useRealTimers());

  it('tells what is on', async () => {
    expect(await read()).toEqual({
      table: {
        deletionProtection: { state: 'on' },
        pointInTimeRecovery: { state: 'on', windowDays: 35 },
        encryption: { state: 'aws-owned' },
      },
      key: {
        arn: ARN,
        usable: { state: 'Enabled' },
        rotation: { state: 'on', periodDays: 365 },
      },
    });
  });

  it('tells what is off, and when the key ends', async () => {
    tables
      .on(DescribeTableCommand)
      .resolves({ Table: { DeletionProtectionEnabled: false } });
    tables.on(DescribeContinuousBackupsCommand).resolves({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: {
          PointInTimeRecoveryStatus: 'DISABLED',
        },
      },
    });
    keys.on(DescribeKeyCommand).resolves({
      KeyMetadata: {
        KeyId: '1234',
        Arn: ARN,
        KeyState: 'PendingDeletion',
        DeletionDate: new Date('2026-12-24T00:00:00Z'),
      },
    });
    keys
      .on(GetKeyRotationStatusCommand)
      .resolves({ KeyRotationEnabled: false });
    expect(await read()).toMatchObject({
      table: {
        deletionProtection: { state: 'off' },
        pointInTimeRecovery: { state: 'off' },
      },
      key: {
        usable: {
          state: 'PendingDeletion',
          deletionDate: '2026-12-24T00:00:00.000Z',
        },
        rotation: { state: 'off' },
      },
    });
  });

  it.each([
    ['AWS', 'aws-managed'],
    ['CUSTOMER', 'customer-key'],
  ] as const)('tells a table key managed by %s', async (KeyManager, state) => {
    tables.on(DescribeTableCommand).resolves({
      Table: { SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: 'k' } },
    });
    keys
      .on(DescribeKeyCommand, { KeyId: 'k' })
      .resolves({ KeyMetadata: { KeyId: 'k', KeyManager } });
    expect((await read())?.table?.encryption).toEqual({ state });
  });

  it('does not ask about the rotation of imported material', async () => {
    keys.on(DescribeKeyCommand).resolves({
      KeyMetadata: {
        ...{ KeyId: '1234', Arn: ARN },
        ...{ KeyState: 'Enabled', Origin: 'EXTERNAL' },
      },
    });
    expect((await read())?.key?.rotation).toEqual({ state: 'manual' });
    expect(keys.commandCalls(GetKeyRotationStatusCommand)).toHaveLength(0);
  });

  it('names the right that is missing, and none of what AWS said', async () => {
    const said =
      'User: arn:aws:iam::111122223333:user/portal is not authorized to perform: dynamodb:DescribeTable on resource: x';
    tables
      .on(DescribeTableCommand)
      .rejects(named('AccessDeniedException', said));
    keys
      .on(GetKeyRotationStatusCommand)
      .rejects(named('AccessDeniedException'));
    const protections = await read();
    const lacking = (missingRight: string) => ({
      state: 'unknown',
      reason: `the portal's AWS identity lacks ${missingRight}`,
      missingRight,
    });
    expect(protections).toEqual({
      table: {
        deletionProtection: lacking('dynamodb:DescribeTable'),
        pointInTimeRecovery: { state: 'on', windowDays: 35 },
        encryption: lacking('dynamodb:DescribeTable'),
      },
      key: {
        arn: ARN,
        usable: { state: 'Enabled' },
        rotation: lacking('kms:GetKeyRotationStatus'),
      },
    });
    expect(JSON.stringify(protections)).not.toContain('user/portal');
    expect(lines).toContain(`dynamodb:DescribeTable: ${said}`);
  });

  it('says that there is no such table or key', async () => {
    tables.on(DescribeTableCommand).rejects(named('ResourceNotFoundException'));
    keys.on(DescribeKeyCommand).rejects(named('NotFoundException'));
    const { table, key } = (await read()) ?? {};
    for (const side of [table?.deletionProtection, key?.usable]) {
      expect(side).toMatchObject({
        state: 'unknown',
        reason: expect.stringMatching(/knows none of this name/),
      });
    }
  });

  it('waits for a silent AWS no longer than it is told to', async () => {
    tables.on(DescribeTableCommand).callsFake(never);
    const { table, key } =
      (await create(50).read({ aws, settings, signal })) ?? {};
    expect(table?.deletionProtection).toEqual({
      state: 'unknown',
      reason: 'AWS did not answer in time',
    });
    expect(table?.pointInTimeRecovery.state).toBe('on');
    expect(key?.usable.state).toBe('Enabled');
  });

  it('lets who aborts go at once, and others stay', async () => {
    let answer = (_: object) => {};
    tables.on(DescribeTableCommand).callsFake(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    const reader = create();
    const leaving = new AbortController();
    const left = reader.read({ aws, settings, signal: leaving.signal });
    const stayed = reader.read({ aws, settings, signal });
    leaving.abort();
    await expect(left).rejects.toThrow(/abort/);
    answer({ Table: { DeletionProtectionEnabled: true } });
    expect((await stayed)?.table?.deletionProtection.state).toBe('on');
    expect(tables.commandCalls(DescribeTableCommand)).toHaveLength(1);
  });

  it('asks once a minute, and sooner when AWS was silent', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    const reader = create();
    const again = (place = aws) =>
      reader.read({ aws: place, settings, signal });
    const asked = () => tables.commandCalls(DescribeTableCommand).length;
    await again();
    jest.advanceTimersByTime(59_000);
    await again();
    expect(asked()).toBe(1);
    await again({ ...aws, account: '444455556666' });
    expect(asked()).toBe(2);
    jest.advanceTimersByTime(2_000);
    keys.on(DescribeKeyCommand).rejects(named('InternalFailure'));
    await again();
    expect(asked()).toBe(3);
    jest.advanceTimersByTime(11_000);
    await again();
    expect(asked()).toBe(4);
  });

  it('asks nothing about what the configuration does not name', async () => {
    expect(await create().read({ aws, settings: {}, signal })).toBeUndefined();
    const { storageTable } = settings;
    const found = await create().read({
      ...{ aws, signal },
      settings: { storageTable },
    });
    expect(found?.key).toBeUndefined();
    expect(keys.calls()).toHaveLength(0);
  });
});
