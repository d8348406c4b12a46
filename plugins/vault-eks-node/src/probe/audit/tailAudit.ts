import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthenticationError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  matchesAuditFilter,
  type AuditFilter,
  type AuditTailEvent,
  type VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { createVaultPods, VaultPodsOptions } from '../../connections/vault';
import { AuditEntry, timeOfId } from './auditEntry';
import { collectLines } from './collectLines';
import { followLeader } from './followLeader';
import { SeenLines } from './SeenLines';
import { SourceState } from './SourceState';
import { lookForLeader } from './watchLeader';

/** What a tail reads and how. */
export interface TailAuditOptions {
  readonly ref: VaultClusterRef;
  readonly kubernetes: KubernetesConnection;
  readonly signal: AbortSignal;
  /** Lines of history before live ones. */
  readonly history: number;
  readonly filter?: AuditFilter;
  /** Resume after this line id. */
  readonly after?: string;
  /** See {@link VaultPodsOptions.direct}. */
  readonly direct?: VaultPodsOptions['direct'];
}

/** Reads overlap by this much: `sinceTime` counts whole seconds and clocks of nodes differ a little. */
const OVERLAP_MS = 3_000;
const RETRY_MS = 1_000;

/** A Vault that has written nothing yet is read from here on: its clock may be behind ours. */
const CLOCKS_MS = 10 * 60_000;

/** Server log lines share the stream, and a filter drops lines: more is read than is shown. */
function tailLines(history: number, filter?: AuditFilter): number {
  const filtered = filter && Object.values(filter).some(Boolean);
  return filtered ? 5_000 : Math.min(5_000, history * 3 + 200);
}

const NO_LEADER = 'No pod leads at the moment; the tail goes on when one does.';

/** Not the error's own words, which quote Kubernetes: readers of the log need not know the portal's identity. */
const INTERRUPTED =
  'The cluster does not answer at the moment; the tail goes on when it does.';

const overlapping = (time: Date) => new Date(time.getTime() - OVERLAP_MS);

const shown = (entry: AuditEntry): AuditTailEvent =>
  entry.kind === 'line'
    ? { kind: 'line', line: entry.line }
    : { kind: 'unreadable', line: entry.line };

/** A new attempt will not mend these. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof NotAllowedError || error instanceof AuthenticationError
  );
}

/**
 * History of all pods merged by time, then live lines of the active pod, across fail-overs and broken streams. Each
 * new connection first reads what all pods wrote since the last line that was seen, and drops what was seen before:
 * so nothing is lost between two leaders and nothing comes twice.
 *
 * @throws NotFoundError when there are no pods
 * @throws NotAllowedError when the caller may not read them, or not any more
 */
export async function* tailAudit(
  options: TailAuditOptions,
): AsyncGenerator<AuditTailEvent> {
  const { ref, kubernetes, signal, history, filter } = options;
  const pods = createVaultPods({ kubernetes, ...ref, direct: options.direct });
  const leaders = { kubernetes, pods, signal };
  const { namespace } = ref;
  const seen = new SeenLines(new Date(Date.now() - CLOCKS_MS));
  const sources = new SourceState();
  const fresh = (entries: readonly AuditEntry[]) =>
    entries.filter(
      entry => seen.add(entry) && matchesAuditFilter(entry, filter),
    );

  /** What nobody has read yet: the history at first, then whatever was written between two streams. */
  const missed = async (names: readonly string[], first: boolean) => {
    const from = { kubernetes, namespace, pods: names, signal };
    if (!first) {
      const since = overlapping(new Date(seen.newest));
      return fresh((await collectLines({ ...from, since })).entries);
    }
    const { after } = options;
    const { known, entries } = await collectLines({
      ...from,
      after,
      ...(after
        ? { since: overlapping(timeOfId(after) ?? new Date()) }
        : { tailLines: tailLines(history, filter) }),
    });
    known.forEach(entry => seen.add(entry));
    const shownAtFirst = fresh(entries);
    return after
      ? shownAtFirst
      : shownAtFirst.slice(Math.max(0, shownAtFirst.length - history));
  };

  let first = true;
  yield* sources.now('connecting');
  while (!signal.aborted) {
    try {
      const { names, leader } = await lookForLeader(leaders);
      if (first && names.length === 0) {
        throw new NotFoundError(
          `No Vault pod runs for release ${ref.release} in namespace ${namespace}`,
        );
      }
      const lines = await missed(names, first);
      first = false;
      yield* lines.map(shown);
      if (leader) {
        yield* sources.now('following', { pod: leader });
        const since = overlapping(new Date(seen.newest));
        const following = followLeader({ ...leaders, leader, since });
        for await (const entries of following) {
          for (const entry of fresh(entries)) {
            yield shown(entry);
          }
        }
        yield* sources.now('connecting');
      } else {
        yield* sources.now('waiting', { message: NO_LEADER });
        await sleep(RETRY_MS, undefined, { signal });
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      // Once there was something to follow, a pod that is gone is on its way back.
      if (isFinal(error) || (first && error instanceof NotFoundError)) {
        throw error;
      }
      yield* sources.now('waiting', { message: INTERRUPTED });
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
