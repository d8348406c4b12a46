import type { Tone } from '../status/tone';
import type { TailSnapshot } from './AuditTail';
import type { Translate } from './Translate';

/** Where the tail stands, for a person. */
export function connectionWords(
  { connection, source }: Pick<TailSnapshot, 'connection' | 'source'>,
  t: Translate,
): { tone: Tone; text: string } {
  switch (connection.state) {
    case 'connecting':
      return { tone: 'unknown', text: t('audit.connection.connecting') };
    case 'refused':
      return { tone: 'error', text: t('audit.connection.refused') };
    case 'reconnecting': {
      const why =
        connection.problem ??
        (source?.state === 'failed' ? source.message : undefined);
      return {
        tone: 'warning',
        text: why
          ? t('audit.connection.reconnectingWhy', { why })
          : t('audit.connection.reconnecting'),
      };
    }
    default:
  }
  switch (source?.state) {
    case 'waiting':
      return {
        tone: 'warning',
        text: source.message ?? t('audit.connection.waiting'),
      };
    case 'failed':
      return {
        tone: 'error',
        text: source.message ?? t('audit.connection.failed'),
      };
    case 'connecting':
      return {
        tone: 'unknown',
        text: source.pod
          ? t('audit.connection.connectingTo', { pod: source.pod })
          : t('audit.connection.connecting'),
      };
    default:
      return {
        tone: 'ok',
        text: source?.pod
          ? t('audit.connection.liveFrom', { pod: source.pod })
          : t('audit.connection.live'),
      };
  }
}
