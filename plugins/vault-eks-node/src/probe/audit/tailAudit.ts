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
  type AuditTailRow,
  type VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { createVaultPods, VaultPodsOptions } from '../../connections/vault';
import { AuditEntry, timeOfId } from './auditEntry';
import { collectLines } from './collectLines';
import { followLeader } from './followLeader';
import type { Redaction } from './redaction/createRedaction';
import { MISSING } from './rowKey';
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
  /** Whether live lines follow the history. Default: yes. */
  readonly follow?: boolean;
  /** Told once, before what comes after {@link TailAuditOptions.after}: lines of the same time that the reader has already. */
  readonly onKnown?: (rows: readonly AuditTailRow[]) => void;
  /** What is hidden. Default: {@link DEFAULT_REDACTION}. */
  readonly redaction?: Redaction;
  /** See {@link VaultPodsOptions.direct}. */
  readonly direct?: VaultPodsOptions['direct'];
}

/** Reads overlap by this much: `sinceTime` counts whole seconds and clocks of nodes differ a little. */
const OVERLAP_MS = 3_000;
const RETRY_MS = 1_000;
/** A former leader still answers what it began, and writes that down, while another leads already. */
const LAST_WORDS_MS = 1_000;

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

const shown = (entry: AuditEntry): AuditTailRow =>
  entry.kind === 'line'
    ? { kind: 'line', line: entry.line }
    : { kind: 'unreadable', line: entry.line };

/** Says, where they should stand, that lines may be gone; its id is no earlier than that of the line before. */
const missingAfter = (id: string): AuditTailRow => ({
  kind: 'unreadable',
  line: {
    id: `${id.split('/')[0]}/${MISSING}`,
    pod: '',
    reason: 'missing',
    size: 0,
  },
});

/** A new attempt will not mend these. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof NotAllowedError || error instanceof AuthenticationError
  );
}

/**
 * What {@link tailAudit} tells, as many at a time as came together.
 *
 * History of all pods merged by time, then live lines of the active pod, across fail-overs and broken streams. Each
 * new connection first reads what all pods wrote since the last line that was seen, and drops what was seen before:
 * so nothing is lost between two leaders and nothing comes twice.
 *
 * @throws NotFoundError when there are no pods
 * @throws NotAllowedError when the caller may not read them, or not any more
 */
export async function* tailBatches(
  options: TailAuditOptions,
): AsyncGenerator<readonly AuditTailEvent[]> {
  const { ref, kubernetes, signal, history, filter, redaction } = options;
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
    const from = { kubernetes, namespace, pods: names, signal, redaction };
    if (!first) {
      const since = overlapping(new Date(seen.newest));
      const last = seen.newest;
      const { entries, isGap } = await collectLines({ ...from, since });
      const rows = fresh(entries).map(shown);
      return isGap ? [missingAfter(last), ...rows] : rows;
    }
    const { after } = options;
    const { known, entries, isGap } = await collectLines({
      ...from,
      after,
      ...(after
        ? { since: overlapping(timeOfId(after) ?? new Date()) }
        : { tailLines: tailLines(history, filter) }),
    });
    known.forEach(entry => seen.add(entry));
    options.onKnown?.(known.map(shown));
    const rows = fresh(entries).map(shown);
    if (after) {
      return isGap ? [missingAfter(after), ...rows] : rows;
    }
    return rows.slice(Math.max(0, rows.length - history));
  };

  let first = true;
  let formerLeader: string | undefined;
  yield sources.now('connecting');
  while (!signal.aborted) {
    try {
      const { names, leader } = await lookForLeader(leaders);
      if (first && names.length === 0) {
        throw new NotFoundError(
          `No Vault pod runs for release ${ref.release} in namespace ${namespace}`,
        );
      }
      if (formerLeader && leader && formerLeader !== leader) {
        await sleep(LAST_WORDS_MS, undefined, { signal });
      }
      formerLeader = leader ?? formerLeader;
      const rows = await missed(names, first);
      first = false;
      yield rows;
      if (options.follow === false) {
        return;
      }
      if (leader) {
        yield sources.now('following', { pod: leader });
        const since = overlapping(new Date(seen.newest));
        const following = followLeader({
          ...leaders,
          leader,
          since,
          redaction,
        });
        for await (const entries of following) {
          yield fresh(entries).map(shown);
        }
        yield sources.now('connecting');
      } else {
        yield sources.now('waiting', { message: NO_LEADER });
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
      // `waiting` says that the history has been read.
      yield sources.now(first ? 'connecting' : 'waiting', {
        message: INTERRUPTED,
      });
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** {@link tailBatches}, one by one. */
export async function* tailAudit(
  options: TailAuditOptions,
): AsyncGenerator<AuditTailEvent> {
  for await (const events of tailBatches(options)) {
    yield* events;
  }
}
