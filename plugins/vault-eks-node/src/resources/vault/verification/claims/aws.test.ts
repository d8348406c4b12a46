import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  isFailure,
  parseSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  KubernetesObject,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1StorageClass,
} from '@kubernetes/client-node';
import { mockClient } from 'aws-sdk-client-mock';
import { fakeKubernetes } from '../../../../testing/fakeKubernetes';
import { tryClaim } from '../Claim';
import { leaderLock } from './leaderLock';
import { sealKeyClaims } from './sealKey';
import { tableClaims } from './table';
import { volumesEncrypted } from './volumes';

const REGION = 'eu-west-1';
const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const ctx = { signal: new AbortController().signal, log: () => undefined };

const denied = Object.assign(new Error('no'), {
  name: 'UnauthorizedOperation',
});

describe('claims about AWS', () => {
  const dynamodb = mockClient(DynamoDBClient);
  const ec2 = mockClient(EC2Client);
  const kms = mockClient(KMSClient);
  const options = { region: REGION };
  const aws = {
    ...{ account: ACCOUNT, region: REGION },
    dynamodb: new DynamoDBClient(options),
    ec2: new EC2Client(options),
    kms: new KMSClient(options),
  };
  const evidence = (input: object = {}, objects: KubernetesObject[] = []) => {
    const spec = parseSpec({ cluster: 'demo', region: REGION, ...input });
    const kubernetes = fakeKubernetes();
    kubernetes.put(...objects);
    return { spec, names: vaultNames(spec), aws, kubernetes };
  };
  const all = (claims: readonly Parameters<typeof tryClaim>[0][]) =>
    Promise.all(claims.map(claim => tryClaim(claim, ctx)));

  beforeEach(() => {
    [dynamodb, ec2, kms].forEach(mock => mock.reset());
    kms.on(DescribeKeyCommand).resolves({
      KeyMetadata: { KeyId: '1', Arn: KEY, KeyState: 'Enabled' },
    });
  });
  afterAll(() => [dynamodb, ec2, kms].forEach(mock => mock.restore()));

  it.each([
    [12_000, true, /^runs out in 1[12] s$/],
    [-60_000, false, /^It ran out at /],
  ])('the lock that ends in %d ms', async (inMs, passed, detail) => {
    const expires = `${BigInt(Date.now() + inMs) * 1_000_000n}`;
    dynamodb.on(GetItemCommand).resolves({ Item: { Expires: { N: expires } } });

    const claim = await tryClaim(leaderLock(evidence(), 1_000), ctx);

    expect(claim).toMatchObject({ passed });
    expect(claim.detail).toMatch(detail);
    expect(dynamodb.commandCalls(GetItemCommand)[0].args[0].input).toEqual({
      TableName: 'vault-demo-vault-vault',
      Key: { Path: { S: 'core' }, Key: { S: '_lock' } },
      ConsistentRead: true,
      ProjectionExpression: '#expires',
      ExpressionAttributeNames: { '#expires': 'Expires' },
    });
  });

  it('a key of others that is not protected is a warning, one that is going is a failure', async () => {
    kms
      .on(GetKeyRotationStatusCommand)
      .resolves({ KeyRotationEnabled: false })
      .on(GetKeyPolicyCommand)
      .resolves({ Policy: '{"Statement":[]}' });
    const input = { seal: { key: 'existing', keyId: KEY } };

    const loose = await all(sealKeyClaims(evidence(input)));

    expect(loose.map(({ passed }) => passed)).toEqual([true, false, false]);
    expect(loose.some(isFailure)).toBe(false);
    expect(
      (await all(sealKeyClaims(evidence()))).filter(isFailure),
    ).toHaveLength(2);

    kms.on(DescribeKeyCommand).resolves({
      KeyMetadata: { KeyId: '1', Arn: KEY, KeyState: 'PendingDeletion' },
    });
    const [usable] = await all(sealKeyClaims(evidence(input)));
    expect(isFailure(usable)).toBe(true);
    expect(usable.detail).toMatch(/PendingDeletion/);
  });

  it('a table without protection fails, unless the spec wants none', async () => {
    dynamodb
      .on(DescribeTableCommand)
      .resolves({ Table: { DeletionProtectionEnabled: false } })
      .on(DescribeContinuousBackupsCommand)
      .resolves({});
    const storage = { deletionProtection: false, pointInTimeRecovery: false };

    const wanted = await all(tableClaims(evidence()));
    const unwanted = await all(tableClaims(evidence({ storage })));

    expect(wanted.filter(isFailure).map(({ id }) => id)).toEqual([
      'table-deletion-protection',
      'table-point-in-time-recovery',
    ]);
    expect(unwanted.filter(isFailure)).toEqual([]);
    expect(unwanted.filter(({ passed }) => !passed)).toHaveLength(2);
  });

  it('a table under the seal key is lost with it', async () => {
    dynamodb.on(DescribeTableCommand).resolves({
      Table: { SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: KEY } },
    });
    const claims = await all(tableClaims(evidence()));
    expect(claims.find(({ id }) => id === 'table-encrypted')).toMatchObject({
      passed: false,
      detail: expect.stringContaining('the seal key'),
    });
  });

  describe('the audit volumes', () => {
    const claim: V1PersistentVolumeClaim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: 'audit-vault-0',
        namespace: 'vault',
        labels: {
          'app.kubernetes.io/name': 'vault',
          'app.kubernetes.io/instance': 'vault',
          component: 'server',
        },
      },
      spec: { volumeName: 'pv-0', storageClassName: 'gp3' },
    };
    const volume: V1PersistentVolume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pv-0' },
      spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' } },
    };
    const storageClass = (encrypted: string): V1StorageClass => ({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3' },
      provisioner: 'ebs.csi.aws.com',
      parameters: { encrypted },
    });
    const tried = (...objects: KubernetesObject[]) =>
      tryClaim(volumesEncrypted(evidence({}, objects)), ctx);

    it('are what EC2 says', async () => {
      ec2.on(DescribeVolumesCommand).resolves({
        Volumes: [{ VolumeId: 'vol-1', Encrypted: false }],
      });
      expect(await tried(claim, volume, storageClass('true'))).toMatchObject({
        passed: false,
        detail: 'Not encrypted: vol-1',
      });
    });

    it.each([
      [
        'true',
        true,
        /^1 volumes, as StorageClass gp3 asks for it; EC2 may not/,
      ],
      ['false', false, /^StorageClass gp3 does not ask for encryption/],
    ])(
      'are what their class says where EC2 may not be asked: %s',
      async (encrypted, passed, detail) => {
        ec2.on(DescribeVolumesCommand).rejects(denied);
        const found = await tried(claim, volume, storageClass(encrypted));
        expect(found.passed).toBe(passed);
        expect(found.detail).toMatch(detail);
      },
    );
  });
});
