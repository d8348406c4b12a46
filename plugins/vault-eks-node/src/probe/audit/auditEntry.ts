import { createHash } from 'node:crypto';
import type {
  AuditLine,
  UnreadableAuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AuditFields } from './auditFields';
import { readLine } from './readLine';
import { defaultRedaction, type Redaction } from './redaction/createRedaction';
import type { LogLine } from '../../connections/kubernetes';
import { isServerLog } from '../../connections/vault';

/** A backend refuses by an answer that holds nothing but the reason, and only its hash is written. */
const HASHED_REASON = 'Refused; Vault writes only a hash of the reason.';

/** A line of the audit log, readable or not, with what tells it from every other. */
export type AuditEntry =
  | { readonly kind: 'line'; readonly key: string; readonly line: AuditLine }
  | {
      readonly kind: 'unreadable';
      readonly key: string;
      readonly line: UnreadableAuditLine;
    };

/** What Vault's own ids are made of, and more. */
const WORD = /^[\w.:-]{1,100}$/;

const WHOLE_TIME = 'YYYY-MM-DDTHH:mm:ss.nnnnnnnnnZ'.length;

/** Vault drops trailing zeros of its nanoseconds; with all nine of them, in UTC, times sort as text. */
export function sortableTime(time: string): string {
  const isUtc = time.endsWith('Z');
  if (isUtc && time.length === WHOLE_TIME) {
    return time;
  }
  if (!isUtc) {
    return sortableTime(new Date(time).toISOString());
  }
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

function errorOf(
  { error, isErrorResponse, request }: AuditFields,
  redaction: Redaction,
): string | undefined {
  if (error) {
    return redaction.text(error, request.path).replace(/\s+/g, ' ').trim();
  }
  return isErrorResponse ? HASHED_REASON : undefined;
}

/** An id goes into a header and a line of its own: what is no plain word there is named by its hash. */
const wordOf = (id: string) => (WORD.test(id) ? id : digestOf(id));

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
  redaction: Redaction = defaultRedaction,
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
  // Lines in jsonx are not read here.
  if (isServerLog(text) || text.startsWith('<')) {
    return undefined;
  }
  const read = readLine(text, redaction);
  if (!read) {
    return unreadable('malformed', {
      pod,
      size,
      digest: digestOf(text),
      lastTime,
    });
  }
  const { fields, raw } = read;
  const { time, type, request, auth } = fields;
  const id = `${sortableTime(time)}/${wordOf(request.id)}/${type}`;
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
      path: redaction.path(request.path),
      mountPoint: request.mountPoint
        ? redaction.path(request.mountPoint)
        : undefined,
      mountType: request.mountType || undefined,
      actor: auth.displayName
        ? redaction.text(auth.displayName, request.path)
        : undefined,
      entityId: auth.entityId || undefined,
      remoteAddress: request.remoteAddress || undefined,
      error: errorOf(fields, redaction),
      raw,
    },
  };
}
