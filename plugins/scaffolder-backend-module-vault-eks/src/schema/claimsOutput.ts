import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';

/** Each claim of a verification, as JSON. */
export const claimsOutput = z
  .array(
    z.object({
      id: z.string(),
      claim: z.string(),
      passed: z.boolean(),
      severity: z.enum(['error', 'warning']).optional(),
      detail: z.string().optional(),
      fix: z.string().optional(),
      durationMs: z.number().optional(),
    }),
  )
  .describe(
    'Each claim as JSON: id, claim, passed, severity, detail, fix, durationMs',
  );

/** The claims as an output takes them. */
export const claimsAsJson = (
  claims: readonly VerifiedClaim[],
): z.output<typeof claimsOutput> => claims.map(claim => ({ ...claim }));
