import type { AuditFilter, AuditLine, AuditTailEvent } from './AuditLine';

/** One row of the audit tail, readable or not. */
export type AuditTailRow = Exclude<AuditTailEvent, { readonly kind: 'source' }>;

function contains(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false;
}

const withSlash = (path: string) => (path.endsWith('/') ? path : `${path}/`);

function isOnMount({ mountPoint, path }: AuditLine, mount: string): boolean {
  const wanted = withSlash(mount);
  return mountPoint === undefined
    ? withSlash(path).startsWith(wanted)
    : withSlash(mountPoint) === wanted;
}

/**
 * Whether all given parts of the filter match: the same answer on the server, which filters what it sends, and in
 * the browser, which filters what it has. A line that nobody could read passes only when nothing is asked for.
 */
export function matchesAuditFilter(
  row: AuditTailRow,
  filter: AuditFilter = {},
): boolean {
  const { operation, pathPrefix, mount, actor, errorsOnly, text } = filter;
  if (row.kind === 'unreadable') {
    return !(operation || pathPrefix || mount || actor || errorsOnly || text);
  }
  const { line } = row;
  return (
    (!operation || line.operation === operation) &&
    (!pathPrefix || line.path.startsWith(pathPrefix)) &&
    (!mount || isOnMount(line, mount)) &&
    (!actor || contains(line.actor, actor)) &&
    (!errorsOnly || Boolean(line.error)) &&
    (!text || contains(line.raw, text))
  );
}
