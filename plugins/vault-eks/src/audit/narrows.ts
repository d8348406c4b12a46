import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';

const contains = (text = '', part = '') =>
  text.toLowerCase().includes(part.toLowerCase());

/**
 * Whether every line that passes one filter passes the other too, so that lines which came through the wide one can be
 * filtered here. It may say no where that is so, never yes where it is not.
 */
export function narrows(narrow: AuditFilter, wide: AuditFilter): boolean {
  return (
    (!wide.operation || narrow.operation === wide.operation) &&
    (!wide.mount || narrow.mount === wide.mount) &&
    (narrow.pathPrefix ?? '').startsWith(wide.pathPrefix ?? '') &&
    contains(narrow.actor, wide.actor) &&
    contains(narrow.text, wide.text) &&
    (!wide.errorsOnly || Boolean(narrow.errorsOnly))
  );
}
