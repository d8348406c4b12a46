import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';

/** The parts of a filter in the order in which they are shown. */
export const FILTER_PARTS = [
  'text',
  'operation',
  'pathPrefix',
  'mount',
  'actor',
  'errorsOnly',
] as const satisfies readonly (keyof AuditFilter)[];

/** One part of a filter. */
export type FilterPart = (typeof FILTER_PARTS)[number];

/** Whether anything is asked for. */
export function isFiltering(filter: AuditFilter): boolean {
  return FILTER_PARTS.some(part => filter[part]);
}
