import { ServiceUnavailableError } from '@backstage/errors';
import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Ends the step when a claim does not hold. */
export function refuseFailures(claims: readonly VerifiedClaim[]): void {
  const failed = claims.filter(({ passed }) => !passed);
  if (failed.length > 0) {
    const which = failed
      .map(({ claim, detail }) => (detail ? `${claim} (${detail})` : claim))
      .join('; ');
    throw new ServiceUnavailableError(
      `${failed.length} of ${claims.length} claims did not hold: ${which}`,
    );
  }
}
