import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AuditEntry } from './auditEntry';

const contains = (text: string | undefined, part: string) =>
  text?.toLowerCase().includes(part.toLowerCase()) === true;

/** Whether all given parts of the filter match. A line that cannot be read is shown unless something is asked for. */
export function matchesFilter(
  entry: AuditEntry,
  filter: AuditFilter = {},
): boolean {
  const { operation, pathPrefix, actor, errorsOnly, text } = filter;
  if (entry.kind === 'unreadable') {
    return !(operation || pathPrefix || actor || errorsOnly || text);
  }
  const { line } = entry;
  return (
    (!operation || line.operation === operation) &&
    (!pathPrefix || line.path.startsWith(pathPrefix)) &&
    (!actor || contains(line.actor, actor)) &&
    (!errorsOnly || line.error !== undefined) &&
    (!text || contains(line.raw, text))
  );
}
