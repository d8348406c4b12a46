import {
  DeleteTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { ServiceUnavailableError } from '@backstage/errors';
import type { V1Pod } from '@kubernetes/client-node';
import { unlessAbsent } from '../../../connections/aws';
import { poll } from '../../../connections/poll';
import { listVaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { LossOptions, ObservedLoss } from './observeLoss';

/** A small table goes within seconds. */
const GONE_TIMEOUT_MS = 10 * 60_000;

async function tableThere({ client, table }: LossOptions, signal: AbortSignal) {
  const answer = await unlessAbsent(
    client.send(new DescribeTableCommand({ TableName: table }), {
      abortSignal: signal,
    }),
    'ResourceNotFoundException',
  );
  return answer?.Table;
}

const waitFor = (
  what: string,
  isSo: () => Promise<boolean>,
  { signal }: OperationContext,
) =>
  poll(async () => ((await isSo()) ? true : undefined), {
    signal,
    timeoutMs: GONE_TIMEOUT_MS,
    onTimeout: () =>
      new ServiceUnavailableError(
        `${what} within ten minutes; look at it and run again`,
      ),
  });

/** Takes the protection off and deletes the table. Whole, since a table of which half is left could not be told from another's. */
async function deleteTable(
  options: LossOptions,
  ctx: OperationContext,
): Promise<void> {
  const { client, table } = options;
  const { signal } = ctx;
  const found = await tableThere(options, signal);
  if (found?.DeletionProtectionEnabled && found.TableStatus !== 'DELETING') {
    await client.send(
      new UpdateTableCommand({
        TableName: table,
        DeletionProtectionEnabled: false,
      }),
      { abortSignal: signal },
    );
    await waitFor(
      `DynamoDB table ${table} did not become ACTIVE`,
      async () =>
        (await tableThere(options, signal))?.TableStatus !== 'UPDATING',
      ctx,
    );
  }
  if (found && found.TableStatus !== 'DELETING') {
    await unlessAbsent(
      client.send(new DeleteTableCommand({ TableName: table }), {
        abortSignal: signal,
      }),
      'ResourceNotFoundException',
    );
    ctx.log(`DynamoDB table ${table} is being deleted`);
  }
  await waitFor(
    `DynamoDB table ${table} did not go`,
    async () => (await tableThere(options, signal)) === undefined,
    ctx,
  );
}

/** Ends every server process, so that none writes what it has in memory into a new table. */
async function restartPods(
  { kubernetes, pods }: LossOptions,
  ctx: OperationContext,
): Promise<void> {
  const { namespace } = pods;
  const before = await listVaultPods(kubernetes, pods, ctx);
  await Promise.all(
    before.map(async ({ metadata }) => {
      const name = metadata?.name ?? '';
      const ref = { apiVersion: 'v1', kind: 'Pod', name, namespace };
      ctx.log(`Replacing pod ${name}`);
      await kubernetes.delete(ref, ctx);
      await waitFor(
        `Pod ${name} did not go`,
        async () => {
          const now = await kubernetes.get<V1Pod>(ref, ctx);
          return !now || now.metadata?.uid !== metadata?.uid;
        },
        ctx,
      );
    }),
  );
}

/**
 * Deletes what is left of an initialisation whose keys are lost. The table goes first: with nothing to start on, no pod can
 * come back as part of the old Vault. With point-in-time recovery on, DynamoDB keeps a backup of a deleted table for 35
 * days. Source: DynamoDB developer guide, point-in-time recovery.
 */
export async function wipe(
  options: LossOptions,
  { remains }: ObservedLoss,
  ctx: OperationContext,
): Promise<void> {
  if (remains) {
    await deleteTable(options, ctx);
  }
  await restartPods(options, ctx);
}
