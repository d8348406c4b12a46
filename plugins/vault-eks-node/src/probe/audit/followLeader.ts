import type { AuditEntry } from './auditEntry';
import { followPod } from './followPod';
import type { Redaction } from './redaction/createRedaction';
import { leaderChanged, LeaderOptions } from './watchLeader';

/** Follows one leader until its stream ends or another leads. */
export async function* followLeader(
  options: LeaderOptions & {
    readonly leader: string;
    readonly since: Date;
    readonly redaction?: Redaction;
  },
): AsyncGenerator<readonly AuditEntry[]> {
  const { kubernetes, pods, leader, since, signal, redaction } = options;
  const replaced = new AbortController();
  const following = AbortSignal.any([signal, replaced.signal]);
  const done = new AbortController();
  leaderChanged(
    { kubernetes, pods, signal: AbortSignal.any([following, done.signal]) },
    leader,
  ).then(
    () => replaced.abort(),
    () => undefined,
  );
  try {
    yield* followPod({
      kubernetes,
      namespace: pods.namespace,
      pod: leader,
      since,
      signal: following,
      redaction,
    });
  } catch (error) {
    if (!replaced.signal.aborted || signal.aborted) {
      throw error;
    }
  } finally {
    done.abort();
  }
}
