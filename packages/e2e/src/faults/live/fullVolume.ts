import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { LiveVault } from '../../roll/LiveVault';
import { fillVolume } from '../clusterControl';

/** What a full audit volume does, as the product tells it. */
export interface FullVolume {
  readonly findings: readonly string[];
  readonly failed: readonly VerifiedClaim[];
}

/** Fills the audit volume of the leader, verifies and asks for the status, and gives the space back. */
export async function fillAuditVolume(vault: LiveVault): Promise<FullVolume> {
  const { sandbox, logger } = vault.harness;
  const { leader } = await vault.status();
  const claim = `audit-${leader?.pod}`;
  await fillVolume(sandbox, claim, true);
  try {
    const claims = await vault.harness.vaultEks.verify(vault.spec(), {
      signal: vault.signal,
      logger: logger(),
    });
    const { findings } = await vault.status();
    return {
      failed: claims.filter(({ passed }) => !passed),
      findings: findings.map(({ id }) => id),
    };
  } finally {
    await fillVolume(sandbox, claim, false);
  }
}
