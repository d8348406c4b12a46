import { createHash } from 'node:crypto';
import type {
  AuditLine,
  UnreadableAuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';
import { parseJson } from '../../connections/parseJson';
import { redact } from './redact';
import type { LogLine } from '../../connections/kubernetes';

const auditJson = z.object({
  time: z.string().datetime({ offset: true }),
  type: z.enum(['request', 'response']),
  error: z.string().optional(),
  auth: z
    .object({
      display_name: z.string().optional(),
      entity_id: z.string().optional(),
    })
    .nullish(),
  request: z.object({
    id: z.string().min(1),
    operation: z.string(),
    path: z.string(),
    mount_type: z.string().optional(),
    remote_address: z.string().optional(),
  }),
  response: z
    .object({ data: z.record(z.unknown()).nullish() })
    .nullish()
    .catch(undefined),
});

type AuditJson = z.output<typeof auditJson>;

/** A backend refuses by an answer that holds nothing but the reason, and only its hash is written. */
const HASHED_REASON = 'Refused; Vault writes only a hash of the reason.';

/** Whether Vault itself takes the answer for an error. Source: hashicorp/vault `sdk/logical`, `Response.IsError`. */
function isErrorResponse({ response }: AuditJson): boolean {
  const keys = Object.keys(response?.data ?? {});
  return keys.length === 1 && keys[0] === 'error';
}

/** A line of the audit log, readable or not, with what tells it from every other. */
export type AuditEntry =
  | { readonly kind: 'line'; readonly key: string; readonly line: AuditLine }
  | {
      readonly kind: 'unreadable';
      readonly key: string;
      readonly line: UnreadableAuditLine;
    };

/** Vault drops trailing zeros of its nanoseconds; with all nine of them, times sort as text. */
export function sortableTime(time: string): string {
  const [, seconds, fraction = ''] = time.match(/^([^.Z+]+)(?:\.(\d+))?/) ?? [];
  return `${seconds}.${fraction.padEnd(9, '0')}Z`;
}

/** The time inside a line's id. */
export function timeOfId(id: string): Date | undefined {
  const ms = Date.parse(id.split('/')[0]);
  return Number.isFinite(ms) ? new Date(ms) : undefined;
}

const digestOf = (text: string) =>
  createHash('sha256').update(text).digest('hex');

function unreadable(
  reason: UnreadableAuditLine['reason'],
  found: {
    readonly pod: string;
    readonly size: number;
    readonly digest: string;
    readonly lastTime: string;
  },
): AuditEntry {
  const { pod, size, lastTime } = found;
  const key = `${found.digest.slice(0, 24)}/${pod}`;
  return {
    kind: 'unreadable',
    key,
    line: { id: `${lastTime}/${key}`, pod, reason, size },
  };
}

/** Vault's own log lines share the stream; with `log_format = "json"` they are objects too. */
function isServerLog(text: string): boolean {
  return !text.startsWith('{') || text.startsWith('{"@');
}

/**
 * Reads one line of a pod's log.
 *
 * @param lastTime - sortable time of the line before, for one that has no time of its own
 * @returns `undefined` for what is not an audit line
 */
export function readAuditEntry(
  line: LogLine,
  pod: string,
  lastTime: string,
): AuditEntry | undefined {
  const { size } = line;
  if ('digest' in line) {
    return unreadable('too-long', {
      pod,
      size,
      digest: line.digest,
      lastTime,
    });
  }
  const { text } = line;
  if (isServerLog(text)) {
    return undefined;
  }
  const json = parseJson(text);
  const parsed = auditJson.safeParse(json);
  if (!parsed.success) {
    return unreadable('malformed', {
      pod,
      size,
      digest: digestOf(text),
      lastTime,
    });
  }
  const { time, type, request, auth, error } = parsed.data;
  const hashedReason = isErrorResponse(parsed.data) ? HASHED_REASON : undefined;
  const shown = auditJson.parse(redact(json));
  const id = `${sortableTime(time)}/${request.id}/${type}`;
  return {
    kind: 'line',
    key: id,
    line: {
      id,
      pod,
      time,
      type,
      requestId: request.id,
      operation: request.operation,
      path: shown.request.path,
      mountType: request.mount_type,
      actor: auth?.display_name,
      entityId: auth?.entity_id || undefined,
      remoteAddress: request.remote_address,
      error: error
        ? (shown.error ?? '').replace(/\s+/g, ' ').trim()
        : hashedReason,
      raw: JSON.stringify(redact(json)),
    },
  };
}
