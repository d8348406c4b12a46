import type { UnreadableAuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Tone } from '../status/tone';
import {
  linesOf,
  outcomeOf,
  type AuditExchange,
  type AuditItem,
} from './AuditItem';
import { roundLatency } from './latency';
import { lineTime } from './lineTime';
import type { Translate } from './Translate';
import { visibleText } from './visibleText';

/** How something went, for a person. */
export interface OutcomeWords {
  readonly tone: Tone;
  readonly text: string;
}

/** Says what is known of a line that could not be shown, or that lines may be missing. */
export function unreadableWords(
  { reason, size, pod }: UnreadableAuditLine,
  t: Translate,
): string {
  const about = { size: size.toLocaleString(), pod };
  switch (reason) {
    case 'too-long':
      return t('audit.list.tooLong', about);
    case 'malformed':
      return t('audit.list.malformed', about);
    default:
      return t('audit.list.missing');
  }
}

/** How long a request took. */
export function latencyWords(ms: number, t: Translate): string {
  const rounded = roundLatency(ms);
  return rounded < 1_000
    ? t('audit.outcome.milliseconds', { value: String(rounded) })
    : t('audit.outcome.seconds', { value: (ms / 1_000).toFixed(1) });
}

function exchangeWords(exchange: AuditExchange, t: Translate): OutcomeWords {
  const outcome = outcomeOf(exchange);
  if (outcome.kind === 'no-response') {
    return { tone: 'unknown', text: t('audit.outcome.noResponse') };
  }
  const unpaired = exchange.request ? [] : [t('audit.outcome.noRequest')];
  if (outcome.kind === 'failed') {
    return {
      tone: 'error',
      text: [visibleText(outcome.error), ...unpaired].join(' · '),
    };
  }
  const done =
    outcome.latencyMs === undefined
      ? t('audit.outcome.done')
      : latencyWords(outcome.latencyMs, t);
  return { tone: 'ok', text: [done, ...unpaired].join(' · ') };
}

/** How a row's request went; nothing for a single line without an error, which says nothing of it. */
export function outcomeWords(
  item: AuditItem,
  t: Translate,
): OutcomeWords | undefined {
  if (item.kind === 'exchange') {
    return exchangeWords(item, t);
  }
  return item.kind === 'line' && item.line.error
    ? { tone: 'error', text: visibleText(item.line.error) }
    : undefined;
}

/** A row read aloud. */
export function itemSummary(item: AuditItem, t: Translate): string {
  if (item.kind === 'unreadable') {
    return unreadableWords(item.line, t);
  }
  const lines = linesOf(item);
  const told = lines[lines.length - 1];
  return [
    lineTime(lines[0].time),
    visibleText(told.operation),
    item.kind === 'line' ? told.type : undefined,
    visibleText(told.path),
    visibleText(told.actor ?? told.remoteAddress ?? ''),
    told.pod,
    outcomeWords(item, t)?.text,
  ]
    .filter(Boolean)
    .join(', ');
}
