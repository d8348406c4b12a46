import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { poll } from '../../../../connections/poll';
import { Claim, ClaimFailed } from '../Claim';
import type { OnAws } from '../evidence/Evidence';

/** `core/lock` as Vault's storage names it. Source: hashicorp/vault `physical/dynamodb`. */
const LOCK = { Path: { S: 'core' }, Key: { S: '_lock' } };

/** The leader renews it every 5 seconds for 15. Source: hashicorp/vault `physical/dynamodb`. */
const TTL_MS = 15_000;

const expiryIn = (nanoseconds: string | undefined) =>
  nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6;

/** The lock by which the pods agree who leads: held, and renewed in time. */
export const leaderLock = ({ aws, names }: OnAws, waitMs = TTL_MS): Claim => ({
  id: 'leader-lock',
  claim: `The leader renews its lock in table ${names.table}`,
  fix: 'Look at the log of the leader for what keeps it from the table: throttling, its IAM role, or clocks that differ.',
  async try(ctx) {
    let expires: number | undefined;
    return await poll(
      async () => {
        const { Item } = await aws.dynamodb.send(
          new GetItemCommand({
            TableName: names.table,
            Key: LOCK,
            ConsistentRead: true,
            ProjectionExpression: '#expires',
            ExpressionAttributeNames: { '#expires': 'Expires' },
          }),
          { abortSignal: ctx.signal },
        );
        expires = expiryIn(Item?.Expires?.N);
        const left = (expires ?? 0) - Date.now();
        return left > 0
          ? `runs out in ${Math.round(left / 1000)} s`
          : undefined;
      },
      {
        signal: ctx.signal,
        timeoutMs: waitMs,
        onTimeout: () =>
          new ClaimFailed(
            expires === undefined
              ? 'There is no lock in the table'
              : `It ran out at ${new Date(expires).toISOString()}`,
          ),
      },
    );
  },
});
