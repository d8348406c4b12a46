import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';

/** What is shorter turns up by chance. */
const LEAST_LENGTH = 8;

/**
 * Names of the task's secrets whose values stand in the spec. No field of it is for a secret, but the chart's values may
 * be anything.
 */
export function heldSecrets(
  spec: VaultClusterSpec,
  secrets: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const text = JSON.stringify(spec);
  return Object.entries(secrets)
    .filter(
      ([, secret]) =>
        typeof secret === 'string' &&
        secret.length >= LEAST_LENGTH &&
        text.includes(JSON.stringify(secret).slice(1, -1)),
    )
    .map(([name]) => name);
}
