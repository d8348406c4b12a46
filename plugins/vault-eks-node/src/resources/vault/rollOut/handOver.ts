import {
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { poll } from '../../../connections/poll';
import { withRetries } from '../../../connections/retry';
import { leaderAmong, withPod } from '../../../connections/vault';
import { OPERATOR } from '../auth/roles';
import { askRunning, RollContext } from './RollContext';
import { rollStopped } from './rollStopped';

const STEP_DOWN_TRIES = 3;

/** What says that the role is not there yet, or older than the right to step down. */
const mayNot = (error: unknown) =>
  error instanceof NotAllowedError ||
  error instanceof NotFoundError ||
  error instanceof InputError;

async function leads(roll: RollContext, pod: string): Promise<boolean> {
  return leaderAmong(await askRunning(roll)) === pod;
}

/**
 * Has the pod that was just seen to lead step down, so that another pod leads before it goes. One that may not be asked is
 * left to end politely: Vault then gives its lock free, too.
 *
 * @returns whether another pod leads now
 * @throws ServiceUnavailableError when no other pod takes over: the leader must stay then
 */
export async function handOver(
  roll: RollContext,
  pod: string,
): Promise<boolean> {
  const { pods, session, patience, ctx } = roll;
  const { signal } = ctx;
  let asked = false;
  try {
    await withRetries(
      async () => {
        if (asked && !(await leads(roll, pod))) {
          // An answer that was lost.
          return;
        }
        asked = true;
        await withPod(pods, pod, { signal }, async client => {
          const token = await session.login(OPERATOR, client, { signal });
          await client.run({
            method: 'PUT',
            path: 'sys/step-down',
            token,
            signal,
          });
        });
      },
      {
        signal,
        attempts: STEP_DOWN_TRIES,
        baseMs: 500,
        retryable: error => !mayNot(error),
      },
    );
  } catch (error) {
    if (!mayNot(error)) {
      throw error;
    }
    ctx.log(
      `Pod ${pod} leads and cannot be asked to step down by role ${
        OPERATOR.name
      } (${
        isError(error) ? error.message : 'refused'
      }); it gives up the lead when it ends`,
    );
    return false;
  }
  const next = await poll(
    async () => {
      const leader = leaderAmong(await askRunning(roll));
      return leader && leader !== pod ? leader : undefined;
    },
    {
      signal,
      timeoutMs: patience.handOverMs,
      intervalMs: patience.askMs,
      onTimeout: () => new ServiceUnavailableError('nobody'),
    },
  ).catch(async error => {
    signal.throwIfAborted();
    throw isError(error) && error.message === 'nobody'
      ? await rollStopped(
          roll,
          pod,
          'stepped down, but no other pod took over; the standbys may not be able to write their audit files',
        )
      : error;
  });
  ctx.log(`Pod ${pod} has stepped down; ${next} leads`);
  return true;
}
