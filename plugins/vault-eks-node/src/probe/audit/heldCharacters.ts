import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Roughly how much memory an event takes, in characters. */
export const heldCharacters = (event: AuditTailEvent): number =>
  event.kind === 'line' ? event.line.raw.length : 100;
