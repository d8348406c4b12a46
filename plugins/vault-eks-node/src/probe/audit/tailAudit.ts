import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthenticationError,
  NotAllowedError,
  NotFoundError,
  isError,
} from '@backstage/errors';
import type {
  AuditFilter,
  AuditSource,
  AuditTailEvent,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { createVaultPods, VaultPodsOptions } from '../../connections/vault';
import { AuditEntry, timeOfId } from './auditEntry';
import { collectLines } from './collectLines';
import { followPod } from './followPod';
import { matchesFilter } from './matchesFilter';
import { SeenLines } from './SeenLines';
import { leaderChanged, LeaderOptions, lookForLeader } from './watchLeader';

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

/** Server log lines share the stream, and a filter drops lines: more is read than is shown. */
function tailLines(history: number, filter?: AuditFilter): number {
  const filtered = filter && Object.values(filter).some(Boolean);
  return filtered ? 5_000 : Math.min(5_000, history * 3 + 200);
}

const source = (
  state: AuditSource['state'],
  rest?: Omit<AuditSource, 'state'>,
): AuditTailEvent => ({ kind: 'source', source: { state, ...rest } });

const shown = (entry: AuditEntry): AuditTailEvent =>
  entry.kind === 'line'
    ? { kind: 'line', line: entry.line }
    : { kind: 'unreadable', line: entry.line };

/** A new attempt will not mend these. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof NotAllowedError ||
    error instanceof AuthenticationError ||
    error instanceof NotFoundError
  );
}

const messageOf = (error: unknown) =>
  isError(error) ? error.message : 'no reason given';

/** Follows one leader until its stream ends or another leads. */
async function* followLeader(
  options: LeaderOptions & { readonly leader: string; readonly since: Date },
): AsyncGenerator<AuditEntry> {
  const { kubernetes, pods, leader, since, signal } = options;
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
    });
  } catch (error) {
    if (!replaced.signal.aborted || signal.aborted) {
      throw error;
    }
  } finally {
    done.abort();
  }
}

/**
 * History of all pods merged by time, then live lines of the active pod, across fail-overs and broken streams. Each
 * new connection first reads what all pods wrote since the last line that was seen, and drops what was seen before:
 * so nothing is lost between two leaders and nothing comes twice.
 *
 * @throws NotFoundError when there are no pods
 * @throws NotAllowedError when the caller may not read them
 */
export async function* tailAudit(
  options: TailAuditOptions,
): AsyncGenerator<AuditTailEvent> {
  const { ref, kubernetes, signal, history, filter, after } = options;
  const pods = createVaultPods({ kubernetes, ...ref, direct: options.direct });
  const leaders = { kubernetes, pods, signal };
  const seen = new SeenLines({ after, start: new Date() });
  const resumeFrom = after ? timeOfId(after) : undefined;
  const overlap = (time: Date) => new Date(time.getTime() - OVERLAP_MS);
  const fresh = (entries: readonly AuditEntry[]) =>
    entries.filter(entry => seen.add(entry) && matchesFilter(entry, filter));

  let connectedBefore = false;
  yield source('connecting');
  while (!signal.aborted) {
    try {
      const { names, leader } = await lookForLeader(leaders);
      if (names.length === 0 && !connectedBefore) {
        throw new NotFoundError(
          `No Vault pod runs for release ${ref.release} in namespace ${ref.namespace}`,
        );
      }
      const first = !connectedBefore && !resumeFrom;
      const collected = fresh(
        await collectLines({
          kubernetes,
          namespace: ref.namespace,
          pods: names,
          signal,
          ...(first
            ? { tailLines: tailLines(history, filter) }
            : {
                since: overlap(
                  resumeFrom && !connectedBefore
                    ? resumeFrom
                    : new Date(seen.newest),
                ),
              }),
        }),
      );
      connectedBefore = true;
      for (const entry of first
        ? collected.slice(Math.max(0, collected.length - history))
        : collected) {
        yield shown(entry);
      }
      if (!leader) {
        yield source('waiting', {
          message:
            'No pod leads at the moment; the tail goes on when one does.',
        });
        await sleep(RETRY_MS, undefined, { signal });
        continue;
      }
      yield source('following', { pod: leader });
      const since = overlap(new Date(seen.newest));
      for await (const entry of followLeader({ ...leaders, leader, since })) {
        for (const line of fresh([entry])) {
          yield shown(line);
        }
      }
      yield source('connecting');
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isFinal(error) && !connectedBefore) {
        throw error;
      }
      if (isFinal(error)) {
        yield source('failed', { message: messageOf(error) });
        return;
      }
      yield source('waiting', { message: messageOf(error) });
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
