import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  renderClaimsMarkdown,
  vaultNames,
  type VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { breakCall, mendCalls } from '../faults/control';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { until } from '../until';
import { checkPods, storedSecrets } from './leftOvers';
import { verifyUntilKilled } from './verifyUntilKilled';

jest.setTimeout(240_000);

const CLAIMS = [
  'deployed',
  'as-specified',
  'tls-chain',
  'tls-inside',
  'certificate-days',
  'unsealed',
  'one-leader',
  'leader-lock',
  'clock-skew',
  'seal-key-usable',
  'seal-key-rotation',
  'seal-key-guarded',
  'table-deletion-protection',
  'table-point-in-time-recovery',
  'table-encrypted',
  'volumes-encrypted',
  'secret-round-trip',
  'audit-devices',
  'audit-lines-file',
  'audit-lines-stdout',
  'injector-ready',
  'injector-secret',
  'recovery-keys-kept',
  'root-token-gone',
];

describe('a verification', () => {
  let harness: Harness;

  const names = () => vaultNames(harness.spec());
  const verify = (signal = new AbortController().signal) =>
    harness.vaultEks.verify(harness.spec(), {
      signal,
      logger: harness.logger(),
    });
  const claimOf = (claims: readonly VerifiedClaim[], id: string) =>
    claims.find(claim => claim.id === id);

  beforeAll(async () => {
    harness = await startHarness();
    await harness.vaultEks.deploy(harness.spec(), {
      signal: new AbortController().signal,
      logger: harness.logger(),
    });
  });

  afterAll(() => harness?.stop());

  it('tries every claim, and leaves nothing', async () => {
    const before = await storedSecrets(names().table);

    const claims = await verify();

    expect(claims.filter(({ passed }) => !passed)).toEqual([]);
    expect(claims.map(({ id }) => id)).toEqual(CLAIMS);
    expect(claimOf(claims, 'volumes-encrypted')?.detail).toMatch(
      /^3 volumes, as EC2 says/,
    );
    expect(claimOf(claims, 'tls-inside')?.detail).toContain(
      'https://vault-active.vault.svc:8200',
    );
    expect(claimOf(claims, 'clock-skew')?.detail).toContain('the API server');
    expect(JSON.parse(JSON.stringify(claims))).toEqual(claims);
    expect(renderClaimsMarkdown(claims)).toContain('All 24 claims hold.');
    expect(await checkPods(harness)).toEqual([]);
    expect(await storedSecrets(names().table)).toBe(before);
  });

  it('finds each thing that is wrong, and tells what to do about it', async () => {
    const { sandbox } = harness;
    const kms = new KMSClient({});
    const { KeyMetadata } = await kms.send(
      new DescribeKeyCommand({ KeyId: names().keyAlias }),
    );
    await kms.send(
      new DisableKeyRotationCommand({ KeyId: KeyMetadata?.KeyId }),
    );
    await new DynamoDBClient({}).send(
      new UpdateContinuousBackupsCommand({
        TableName: names().table,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    );
    await kubectl(
      sandbox,
      'delete',
      'mutatingwebhookconfiguration',
      'vault-agent-injector-cfg',
    );
    await fetch(
      `${sandbox.controlUrl}/control/clusters/${sandbox.clusters[0].name}/pods/vault/vault-1/clock`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ offsetMs: 8_000 }),
      },
    );

    const claims = await verify();

    const wrong = claims.filter(({ passed }) => !passed);
    expect(wrong.map(({ id }) => id).sort()).toEqual([
      'as-specified',
      'clock-skew',
      'injector-secret',
      'seal-key-rotation',
      'table-point-in-time-recovery',
    ]);
    expect(claimOf(wrong, 'clock-skew')?.detail).toMatch(
      /vault-1 and the API server differ by at least [5-8]/,
    );
    expect(claimOf(wrong, 'injector-secret')?.detail).toMatch(
      /did not reach the webhook/,
    );
    expect(wrong.every(({ fix }) => fix)).toBe(true);
    expect(await checkPods(harness)).toEqual([]);
  });

  it('removes what it made when it is called off', async () => {
    const before = await storedSecrets(names().table);
    // Whatever its pods say goes unanswered, so that pods and secrets are there until it is called off.
    await breakCall(harness.sandbox, {
      service: 'kubernetes',
      operation: 'get pods/log',
      kind: 'timeout',
      count: 1_000,
    });
    const run = new AbortController();
    const verifying = verify(run.signal);
    await until(
      'a pod and a secret of the verification',
      async () => {
        const [pods, secrets] = await Promise.all([
          checkPods(harness),
          storedSecrets(names().table),
        ]);
        return (pods.length > 0 && secrets > before) || undefined;
      },
      60_000,
    );
    run.abort(new Error('called off'));

    await expect(verifying).rejects.toThrow('called off');
    await mendCalls(harness.sandbox);
    await until(
      'no pod of the verification',
      async () => ((await checkPods(harness)).length === 0 ? true : undefined),
      30_000,
    );
    expect(await storedSecrets(names().table)).toBe(before);
  });

  it('removes what one left that was killed', async () => {
    // Unanswered, it cannot come to its end before it is killed.
    await breakCall(harness.sandbox, {
      service: 'kubernetes',
      operation: 'delete pods',
      kind: 'timeout',
      count: 1_000,
    });
    const signal = await verifyUntilKilled(
      harness,
      harness.spec(),
      until(
        'a pod of the verification',
        async () => (await checkPods(harness))[0],
        60_000,
      ),
    );
    await mendCalls(harness.sandbox);
    expect(signal).toBe('SIGKILL');
    expect(await checkPods(harness)).not.toEqual([]);

    await until(
      'a verification that finds nobody waiting for them',
      async () => {
        await verify();
        return (await checkPods(harness)).length === 0 ? true : undefined;
      },
      150_000,
    );
  });
});
