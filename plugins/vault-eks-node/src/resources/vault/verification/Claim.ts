import { isError } from '@backstage/errors';
import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { OperationContext } from '../../../engine/ManagedResource';

/** One thing that a finished deploy promises, and how it is tried. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  /** @returns a detail for a person; throws when the claim does not hold */
  try(ctx: OperationContext): Promise<string | undefined>;
}

/** Says why a claim does not hold. */
export class ClaimFailed extends Error {}

/** Tries a claim; whatever goes wrong is the claim's failure, not the run's. */
export async function tryClaim(
  claim: Claim,
  ctx: OperationContext,
): Promise<VerifiedClaim> {
  try {
    const detail = await claim.try(ctx);
    return { id: claim.id, claim: claim.claim, passed: true, detail };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const detail = isError(error) ? error.message : 'no reason given';
    return { id: claim.id, claim: claim.claim, passed: false, detail };
  }
}
