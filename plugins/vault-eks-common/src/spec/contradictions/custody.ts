import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface CustodyChoices {
  readonly replicaRegions: readonly string[];
  readonly resourcePolicy?: Readonly<Record<string, unknown>>;
  readonly recoveryShares: number;
  readonly recoveryThreshold: number;
}

/** Thresholds can be met, copies are elsewhere, and a policy is one. */
export function refuseInCustody(
  custody: CustodyChoices,
  region: string,
  refuse: Refuse,
) {
  const { recoveryShares: shares, recoveryThreshold: threshold } = custody;
  if (threshold > shares) {
    refuse(
      ['custody', 'recoveryThreshold'],
      `custody.recoveryThreshold: ${threshold} of ${shares} shares can never be met; use at most ${shares}`,
    );
  }
  if (shares > 1 && threshold === 1) {
    refuse(
      ['custody', 'recoveryThreshold'],
      'custody.recoveryThreshold: with several shares Vault wants a threshold of at least 2',
    );
  }
  const { replicaRegions, resourcePolicy } = custody;
  if (replicaRegions.includes(region)) {
    refuse(
      ['custody', 'replicaRegions'],
      `custody.replicaRegions: ${region} holds the secret itself; name other regions`,
    );
  }
  if (new Set(replicaRegions).size < replicaRegions.length) {
    refuse(
      ['custody', 'replicaRegions'],
      'custody.replicaRegions: name each region once',
    );
  }
  if (resourcePolicy && !Array.isArray(resourcePolicy.Statement)) {
    refuse(
      ['custody', 'resourcePolicy'],
      'custody.resourcePolicy: use an IAM policy document with a list in Statement',
    );
  }
}
