import type {
  AuditTailRow,
  UnreadableAuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** A row as text, one line: for copying and for the raw view. */
export function rawText(entry: AuditTailRow): string {
  return entry.kind === 'line' ? entry.line.raw : unreadableText(entry.line);
}

/** Says what is known of a line that could not be shown. */
export function unreadableText(line: UnreadableAuditLine): string {
  const reason =
    line.reason === 'too-long' ? 'is too long to show' : 'is not valid JSON';
  return `A line of ${line.size} bytes from ${line.pod} ${reason}`;
}

/** The JSON of a line, laid out for reading. */
export function prettyJson(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
