import type { z as zod } from 'zod/v3';

/** The input that says which Vault is meant. */
export const entityRefField = (z: typeof zod) =>
  z.string().describe('Catalog entity, such as resource:default/vault-prod');

/** What an agent is told of a finding. */
export const findingFields = (z: typeof zod) => ({
  severity: z.enum(['error', 'warning', 'info']),
  what: z.string(),
  why: z.string(),
  fix: z.string(),
});
