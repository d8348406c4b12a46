import { ServiceUnavailableError } from '@backstage/errors';
import {
  isFailure,
  type VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Ends the step when a claim does not hold; a warning does not. */
export function refuseFailures(claims: readonly VerifiedClaim[]): void {
  const failed = claims.filter(isFailure);
  if (failed.length > 0) {
    const which = failed
      .map(({ claim, detail }) => (detail ? `${claim} (${detail})` : claim))
      .join('; ');
    throw new ServiceUnavailableError(
      `${failed.length} of ${claims.length} claims did not hold: ${which}`,
    );
  }
}
