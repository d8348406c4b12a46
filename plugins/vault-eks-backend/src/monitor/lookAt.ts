import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { publicReason } from '../http/publicError';
import type { StatusReader } from '../status/StatusReader';
import { backOffMs, type BackOff } from './backOff';
import { transitionsAtFirst, transitionsBetween } from './changes';
import { observationOf, type Observation } from './Observation';
import { snapshotOf, staleSnapshot } from './snapshotOf';
import type { KnownState, Look, SnapshotStore } from './SnapshotStore';

/** One silence may be a hiccup; the second is told. */
const FAILURES_TO_TELL = 2;

/** What a look needs. */
export interface LookOptions {
  readonly backOff: BackOff;
  readonly clock?: () => Date;
  readonly logger: LoggerService;
  readonly snapshots: SnapshotStore;
  readonly statuses: StatusReader;
}

function failedLook(options: {
  readonly backOff: BackOff;
  readonly before?: KnownState;
  readonly entityRef: string;
  readonly error: unknown;
  readonly now: Date;
}): Look {
  const { before, entityRef, error, now } = options;
  const failures = (before?.failures ?? 0) + 1;
  const checkedAt = now.toISOString();
  const was: Observation = before?.observation ?? { pods: {}, reachable: true };
  const observation = {
    ...was,
    reachable: was.reachable && failures < FAILURES_TO_TELL,
  };
  return {
    entityRef,
    before,
    observation,
    snapshot: staleSnapshot({
      before: before?.snapshot,
      checkedAt,
      failures,
      problem: publicReason(error) ?? 'it could not be read',
      retryAt: new Date(
        now.getTime() + backOffMs(failures, options.backOff),
      ).toISOString(),
    }),
    transitions: transitionsBetween(was, observation, checkedAt),
  };
}

/**
 * One look at one cluster: what it says is compared with the last time and kept, with how many changes is answered.
 * A cluster that did not answer lately is left alone until its back-off is over.
 */
export async function lookAt(
  { entityRef, ref }: RegisteredCluster,
  options: LookOptions,
): Promise<number> {
  const { clock = () => new Date(), logger, snapshots, statuses } = options;
  const before = await snapshots.last(entityRef);
  if (before?.retryAt && before.retryAt > clock().toISOString()) {
    return 0;
  }
  let look: Look;
  try {
    const status = await statuses.read(ref);
    const observation = observationOf(status, before?.observation);
    const at = clock().toISOString();
    look = {
      entityRef,
      before,
      observation,
      snapshot: snapshotOf(status, at),
      status,
      transitions: before
        ? transitionsBetween(before.observation, observation, at)
        : transitionsAtFirst(observation, at),
    };
  } catch (error) {
    logger.warn(
      `The status of ${entityRef} could not be read`,
      isError(error) ? error : undefined,
    );
    look = failedLook({ ...options, before, entityRef, error, now: clock() });
  }
  const saved = await snapshots.save(look);
  return saved ? look.transitions.length : 0;
}
