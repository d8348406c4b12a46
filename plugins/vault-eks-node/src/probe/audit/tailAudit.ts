import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthenticationError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type {
  AuditFilter,
  AuditTailEvent,
  AuditTailRow,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { createVaultPods, VaultPodsOptions } from '../../connections/vault';
import { followLeader } from './followLeader';
import type { Redaction } from './redaction/createRedaction';
import { SourceState } from './SourceState';
import { UnreadRows } from './UnreadRows';
import type { ReadInTurn } from './ReadInTurn';
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
  /** Bounds how many whole logs are read at once. Default: each is read when it is wanted. */
  readonly inTurn?: ReadInTurn;
  /** What is hidden. Default: {@link DEFAULT_REDACTION}. */
  readonly redaction?: Redaction;
  /** See {@link VaultPodsOptions.direct}. */
  readonly direct?: VaultPodsOptions['direct'];
}

const RETRY_MS = 1_000;
/** A former leader still answers what it began, and writes that down, while another leads already. */
const LAST_WORDS_MS = 1_000;

const NO_LEADER = 'No pod leads at the moment; the tail goes on when one does.';

/** Not the error's own words, which quote Kubernetes: readers of the log need not know the portal's identity. */
const INTERRUPTED =
  'The cluster does not answer at the moment; the tail goes on when it does.';

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
  const { ref, kubernetes, signal, redaction } = options;
  const pods = createVaultPods({ kubernetes, ...ref, direct: options.direct });
  const leaders = { kubernetes, pods, signal };
  const unread = new UnreadRows(options);
  const sources = new SourceState();
  let first = true;
  let formerLeader: string | undefined;
  yield sources.now('connecting');
  while (!signal.aborted) {
    try {
      const { names, leader } = await lookForLeader(leaders);
      if (first && names.length === 0) {
        throw new NotFoundError(
          `No Vault pod runs for release ${ref.release} in namespace ${ref.namespace}`,
        );
      }
      if (formerLeader && leader && formerLeader !== leader) {
        await sleep(LAST_WORDS_MS, undefined, { signal });
      }
      formerLeader = leader ?? formerLeader;
      const rows = first
        ? await unread.history(names)
        : await unread.missed(names);
      first = false;
      yield rows;
      if (options.follow === false) {
        return;
      }
      if (leader) {
        yield sources.now('following', { pod: leader });
        const { since } = unread;
        const following = followLeader({
          ...leaders,
          leader,
          since,
          redaction,
        });
        for await (const entries of following) {
          yield unread.fresh(entries);
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
