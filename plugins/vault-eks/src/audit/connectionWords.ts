import type { Tone } from '../status/tone';
import type { TailSnapshot } from './AuditTail';

/** Where the tail stands, for a person. */
export function connectionWords({
  connection,
  source,
}: Pick<TailSnapshot, 'connection' | 'source'>): { tone: Tone; text: string } {
  switch (connection.state) {
    case 'connecting':
      return { tone: 'unknown', text: 'Connecting…' };
    case 'refused':
      return { tone: 'error', text: 'Not connected' };
    case 'reconnecting': {
      const why =
        connection.problem ??
        (source?.state === 'failed' ? source.message : undefined);
      return {
        tone: 'warning',
        text: why ? `Reconnecting… ${why}` : 'Reconnecting…',
      };
    }
    default:
  }
  switch (source?.state) {
    case 'waiting':
      return {
        tone: 'warning',
        text: source.message ?? 'Waiting for a pod to lead',
      };
    case 'failed':
      return {
        tone: 'error',
        text: source.message ?? 'The log cannot be read',
      };
    case 'connecting':
      return {
        tone: 'unknown',
        text: source.pod ? `Connecting to ${source.pod}…` : 'Connecting…',
      };
    default:
      return {
        tone: 'ok',
        text: source?.pod ? `Live from ${source.pod}` : 'Live',
      };
  }
}
