import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  DefaultVaultEks,
  provisionPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { clearSharedThings } from '../faults/clearSharedThings';
import { breakCall, callsSince, mendCalls } from '../faults/control';
import { startHarness, type Harness } from '../harness';
import { leftOnAws } from './leftOnAws';

jest.setTimeout(20 * 60_000);

/** By default what deletes, each call once; with FAULTS=all every call of the way back. */
const ALL = process.env.FAULTS === 'all';

const SETTLE = { timeoutMs: 30_000, firstDelayMs: 20, maxDelayMs: 200 };

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly skip: number;
}

/** A destroy of everything in a product of its own, as after a restart, in which no call is tried twice. */
async function destroyOnce(harness: Harness, spec: VaultClusterSpec) {
  const vaultEks = DefaultVaultEks.create({
    config: harness.config,
    logger: harness.logger(),
    settle: SETTLE,
    patience: { maxAttempts: 1 },
  });
  const { table, keyAlias, custodySecret } = vaultNames(spec);
  try {
    return await vaultEks.destroy(spec, {
      signal: new AbortController().signal,
      logger: harness.logger(),
      onlyAws: true,
      alsoDelete: { table, sealKey: keyAlias, custodySecret },
    });
  } finally {
    await vaultEks.close();
  }
}

describe('the way back, interrupted', () => {
  let harness: Harness;
  let made = 0;

  /** A Vault's AWS part that was never there, whose table may go. */
  async function next(): Promise<VaultClusterSpec> {
    await mendCalls(harness.sandbox);
    await clearSharedThings();
    made += 1;
    const spec = harness.spec({ release: `vault-${made}` });
    await harness.vaultEks.ensure(spec, {
      part: provisionPart,
      signal: new AbortController().signal,
      logger: harness.logger(),
    });
    await new DynamoDBClient({}).send(
      new UpdateTableCommand({
        TableName: vaultNames(spec).table,
        DeletionProtectionEnabled: false,
      }),
    );
    return spec;
  }

  async function callsOfDestroy(): Promise<readonly Call[]> {
    const spec = await next();
    const { last } = await callsSince(harness.sandbox);
    await destroyOnce(harness, spec);
    const { calls } = await callsSince(harness.sandbox, last);
    const seen = new Map<string, number>();
    return calls
      .map(({ service, operation }) => {
        const skip = seen.get(`${service} ${operation}`) ?? 0;
        seen.set(`${service} ${operation}`, skip + 1);
        return { service, operation, skip };
      })
      .filter(
        ({ operation, skip }) =>
          ALL ||
          (!/^(Describe|Get|List|Simulate)/.test(operation) && skip === 0),
      );
  }

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  it('is finished by the next run, at whichever call it ended, before its effect or after', async () => {
    const calls = await callsOfDestroy();
    expect(new Set(calls.map(({ service }) => service))).toEqual(
      new Set(
        ALL
          ? ['dynamodb', 'ec2', 'eks', 'iam', 'kms', 'secretsmanager', 'sts']
          : ['dynamodb', 'ec2', 'iam', 'kms', 'secretsmanager'],
      ),
    );
    const wrong: string[] = [];
    for (const call of calls) {
      for (const kind of ['drop', 'drop-response']) {
        const spec = await next();
        await breakCall(harness.sandbox, { ...call, kind });
        await destroyOnce(harness, spec).catch(() => undefined);
        await mendCalls(harness.sandbox);
        const rest = await destroyOnce(harness, spec)
          .then(() => leftOnAws(spec))
          .catch(error => [String(error)]);
        // The provider of the cluster stays as long as the cluster does.
        if (rest.some(thing => thing !== 'provider')) {
          wrong.push(`${kind} ${call.operation} ${call.skip}: ${rest}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
