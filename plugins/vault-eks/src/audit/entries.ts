import type {
  AuditFilter,
  AuditLine,
  UnreadableAuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** One row of the tail. */
export type TailEntry =
  | { readonly kind: 'line'; readonly line: AuditLine }
  | { readonly kind: 'unreadable'; readonly line: UnreadableAuditLine };

function contains(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false;
}

/** Whether a row passes the filter. A line that nobody could read passes only when nothing is asked for. */
export function matches(entry: TailEntry, filter: AuditFilter): boolean {
  const { operation, pathPrefix, actor, errorsOnly, text } = filter;
  if (entry.kind === 'unreadable') {
    return !(operation || pathPrefix || actor || errorsOnly || text);
  }
  const { line } = entry;
  return (
    (!operation || line.operation === operation) &&
    (!pathPrefix || line.path.startsWith(pathPrefix)) &&
    (!actor || contains(line.actor, actor)) &&
    (!errorsOnly || Boolean(line.error)) &&
    (!text || contains(line.raw, text))
  );
}

/** A row as text, one line: for copying and for the raw view. */
export function rawText(entry: TailEntry): string {
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
