import { text } from 'node:stream/consumers';
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { scrubSecrets } from '../../../connections/scrubSecrets';
import { isServerLog } from '../../../connections/vault';
import { podState } from './podTrouble';
import type { RollContext } from './RollContext';

const LOG_LINES = 200;
/** Far above what so many lines hold: the limit would cut the newest ones. */
const LOG_BYTES = 4 * 1024 * 1024;
const SHOWN_LINES = 8;
const SHOWN_EVENTS = 5;
/** Of one event. */
const SHOWN_CHARACTERS = 300;

type Diagnosing = Pick<RollContext, 'kubernetes' | 'pods' | 'ctx'>;

/** What else is asked about a pod in trouble; without an answer the report is just shorter. */
async function orNothing<T>(read: Promise<T[]>, signal: AbortSignal) {
  return await read.catch((): T[] => {
    signal.throwIfAborted();
    return [];
  });
}

async function eventsOf(
  { kubernetes, pods, ctx }: Diagnosing,
  pod: string,
): Promise<CoreV1Event[]> {
  return await kubernetes.list<CoreV1Event>(
    {
      apiVersion: 'v1',
      kind: 'Event',
      namespace: pods.namespace,
      fieldSelector: `involvedObject.name=${pod}`,
    },
    ctx,
  );
}

/** A failing probe is told with all that its command printed, over many lines. */
const inShort = (message: string) =>
  message.replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS);

/** The latest warnings about this very pod: its predecessors of the same name had events of their own. */
function warnings(
  events: readonly CoreV1Event[],
  uid: string | undefined,
): string[] {
  const at = ({ lastTimestamp, metadata }: CoreV1Event) =>
    new Date(lastTimestamp ?? metadata.creationTimestamp ?? 0).getTime();
  return events
    .filter(({ type }) => type === 'Warning')
    .filter(
      ({ involvedObject }) =>
        !uid || !involvedObject?.uid || involvedObject.uid === uid,
    )
    .sort((a, b) => at(a) - at(b))
    .slice(-SHOWN_EVENTS)
    .map(({ reason, message = '' }) => `${reason}: ${inShort(message)}`);
}

/** The end of the server's own log: lines of an audit device in between tell of requests, and not everybody may read them. */
async function logOf(
  { kubernetes, pods, ctx }: Diagnosing,
  pod: string,
): Promise<string[]> {
  const log = await kubernetes.logs(
    {
      namespace: pods.namespace,
      pod,
      container: 'vault',
      follow: false,
      tailLines: LOG_LINES,
      limitBytes: LOG_BYTES,
    },
    ctx,
  );
  return scrubSecrets(await text(log))
    .split('\n')
    .filter(line => line.trim() !== '' && isServerLog(line))
    .slice(-SHOWN_LINES);
}

/** What can be found out about a pod that does not serve: its state, warnings about it, and the end of its log. */
export async function diagnosePod(
  roll: Diagnosing,
  pod: string,
): Promise<string> {
  const { kubernetes, pods, ctx } = roll;
  const [found, allEvents, log] = await Promise.all([
    kubernetes.get<V1Pod>(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        name: pod,
        namespace: pods.namespace,
      },
      ctx,
    ),
    orNothing(eventsOf(roll, pod), ctx.signal),
    orNothing(logOf(roll, pod), ctx.signal),
  ]);
  const events = warnings(allEvents, found?.metadata?.uid);
  return [
    `Found: ${podState(found)}.`,
    ...(events.length > 0 ? [`Events: ${events.join(' | ')}.`] : []),
    ...(log.length > 0 ? [`Its log ends: ${log.join(' | ')}.`] : []),
  ].join(' ');
}
