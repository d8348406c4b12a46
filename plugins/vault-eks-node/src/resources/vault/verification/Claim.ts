import { isError } from '@backstage/errors';
import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { OperationContext } from '../../../engine/ManagedResource';
import { NotDoneError } from '../othersVault/orNotDone';

/** One thing that a finished deploy promises, and how it is tried. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  /** Default: `error`. */
  readonly severity?: VerifiedClaim['severity'];
  /** What to do when it does not hold. */
  readonly fix: string;
  /** @returns a detail for a person; throws when the claim does not hold */
  try(ctx: OperationContext): Promise<string | undefined>;
}

/** Says why a claim does not hold. */
export class ClaimFailed extends Error {}

/**
 * Tries a claim; whatever goes wrong is the claim's failure, not the run's. One that nobody handed a token in for is a
 * warning: it was neither shown nor refuted.
 */
export async function tryClaim(
  { id, claim, severity, fix, ...tried }: Claim,
  ctx: OperationContext,
): Promise<VerifiedClaim> {
  const started = Date.now();
  const about = { id, claim, ...(severity && { severity }) };
  try {
    const detail = await tried.try(ctx);
    const durationMs = Date.now() - started;
    return { ...about, passed: true, detail, durationMs };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const detail = isError(error) ? error.message : 'no reason given';
    const durationMs = Date.now() - started;
    if (error instanceof NotDoneError) {
      const untried = { id, claim, severity: 'warning' } as const;
      return { ...untried, passed: false, detail, durationMs };
    }
    return { ...about, passed: false, detail, fix, durationMs };
  }
}
