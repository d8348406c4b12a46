import { DEFAULT_SHARES, recoveryShares } from '../custody';
import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface CustodyChoices {
  readonly secretName?: string;
  readonly replicaRegions: readonly string[];
  readonly resourcePolicy?: Readonly<Record<string, unknown>>;
  readonly recoveryShares: number;
  readonly recoveryThreshold: number;
  readonly pgp?: {
    readonly holders: readonly {
      readonly name: string;
      readonly publicKey: string;
    }[];
  };
}

/** Names of this form are those of secrets that end with a deploy, for good and with every version. */
const ROOT_TOKEN_SECRET = /^vault-eks\/.+\/root-token$/;

/** What of the holders can be judged without reading their keys. */
function refuseInHolders(custody: CustodyChoices, refuse: Refuse) {
  const { pgp, recoveryShares: asked } = custody;
  if (!pgp) {
    return;
  }
  const { holders } = pgp;
  if (asked !== DEFAULT_SHARES && asked !== holders.length) {
    refuse(
      ['custody', 'recoveryShares'],
      `custody.recoveryShares: with PGP each holder gets one share, and ${holders.length} are named; leave it out`,
    );
  }
  const names = holders.map(({ name }) => name);
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) {
      refuse(
        ['custody', 'pgp', 'holders'],
        `custody.pgp.holders: ${name} is named more than once; name each holder once`,
      );
    }
  }
}

/** Thresholds can be met, copies are elsewhere, and a policy is one. */
export function refuseInCustody(
  custody: CustodyChoices,
  region: string,
  refuse: Refuse,
) {
  refuseInHolders(custody, refuse);
  if (ROOT_TOKEN_SECRET.test(custody.secretName ?? '')) {
    refuse(
      ['custody', 'secretName'],
      'custody.secretName: vault-eks/…/root-token is the name of a secret that is deleted at the end of a deploy; use another one',
    );
  }
  const { recoveryThreshold: threshold } = custody;
  const shares = recoveryShares(custody);
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
