import { createHash } from 'node:crypto';
import {
  vaultEntityName,
  type VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** The longest name that the catalog takes. */
const MAX_LENGTH = 63;

function fit(name: string): string {
  if (name.length <= MAX_LENGTH) {
    return name;
  }
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name
    .slice(0, MAX_LENGTH - mark.length - 1)
    .replace(/[-_]+$/, '')}-${mark}`;
}

/**
 * Names for the catalog entity of a Vault, the nicest first: two accounts may well have an EKS cluster of
 * the same name, so the later ones add what tells them apart.
 */
export function entityNameCandidates(ref: VaultClusterRef): string[] {
  const short = vaultEntityName(ref);
  return [
    short,
    `${short}-${ref.region}`,
    `${short}-${ref.region}-${ref.account}`,
  ].map(fit);
}
