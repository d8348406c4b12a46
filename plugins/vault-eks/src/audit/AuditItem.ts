import type {
  AuditLine,
  UnreadableAuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { latencyMs } from './latency';

interface ItemBase {
  /** Id of the line that came first. */
  readonly id: string;
  /** Number of that line in the tail; items are in its order. */
  readonly sequence: number;
}

/** A request and its response, or the one of them that was seen. */
export interface AuditExchange extends ItemBase {
  readonly kind: 'exchange';
  readonly request?: AuditLine;
  readonly response?: AuditLine;
}

/** What one row of the list shows. */
export type AuditItem =
  | AuditExchange
  | (ItemBase & { readonly kind: 'line'; readonly line: AuditLine })
  | (ItemBase & {
      readonly kind: 'unreadable';
      readonly line: UnreadableAuditLine;
    });

/** The readable lines of an item, the request first. */
export function linesOf(item: AuditItem): readonly AuditLine[] {
  switch (item.kind) {
    case 'exchange':
      return [item.request, item.response].filter(
        (line): line is AuditLine => line !== undefined,
      );
    case 'line':
      return [item.line];
    default:
      return [];
  }
}

/** How a request went, as far as its lines tell. */
export type Outcome =
  | { readonly kind: 'done'; readonly latencyMs?: number }
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly latencyMs?: number;
    }
  /** Nobody has answered yet, or the answer is not among the lines. */
  | { readonly kind: 'no-response' };

/** What came of an exchange. */
export function outcomeOf({ request, response }: AuditExchange): Outcome {
  const error = response?.error ?? request?.error;
  const took =
    request && response ? latencyMs(request.time, response.time) : undefined;
  if (error) {
    return { kind: 'failed', error, latencyMs: took };
  }
  return response ? { kind: 'done', latencyMs: took } : { kind: 'no-response' };
}
