import {
  DeleteTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { V1Pod } from '@kubernetes/client-node';
import { unlessAbsent } from '../../../connections/aws';
import { poll } from '../../../connections/poll';
import { listVaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { LossOptions, ObservedLoss, ObservedRemains } from './observeLoss';

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

const overtaken = (what: string) =>
  new ConflictError(
    `${what} by another run at this very moment; wait until that run has ended and run again`,
  );

/** @throws ConflictError when a run beside this one has begun anew, or has brought keys after all */
async function throwUnlessStillLost(
  { custody }: LossOptions,
  { marker }: ObservedLoss,
  ctx: OperationContext,
): Promise<void> {
  const record = await custody.read(ctx);
  if (record.state !== 'initialising' || record.marker !== marker) {
    throw overtaken(`Secret ${custody.name} was written`);
  }
}

/**
 * Takes the protection off and deletes the table that was looked at. Whole, since a table of which half is left could not
 * be told from another's.
 */
async function deleteTable(
  options: LossOptions,
  observed: ObservedLoss & { readonly remains: ObservedRemains },
  ctx: OperationContext,
): Promise<void> {
  const { client, table } = options;
  const { signal } = ctx;
  const { id } = observed.remains;
  const found = await tableThere(options, signal);
  if (found && found.TableId !== id) {
    throw overtaken(`DynamoDB table ${table} was made anew`);
  }
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
    await throwUnlessStillLost(options, observed, ctx);
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
    async () => {
      const now = await tableThere(options, signal);
      return now === undefined || now.TableId !== id;
    },
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
 *
 * @throws ConflictError when another run has begun anew since it was looked at; what that run made stays
 */
export async function wipe(
  options: LossOptions,
  observed: ObservedLoss,
  ctx: OperationContext,
): Promise<void> {
  const { remains } = observed;
  await throwUnlessStillLost(options, observed, ctx);
  if (remains) {
    await deleteTable(options, { ...observed, remains }, ctx);
    await throwUnlessStillLost(options, observed, ctx);
  }
  await restartPods(options, ctx);
}
