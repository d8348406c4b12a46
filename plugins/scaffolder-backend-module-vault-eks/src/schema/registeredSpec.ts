import { InputError } from '@backstage/errors';
import {
  parseSpec,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { heldSecrets } from './heldSecrets';

/**
 * The spec that the registry keeps.
 *
 * @throws InputError when the spec cannot be used, or holds a secret of the task
 */
export function registeredSpec(
  given: unknown,
  secrets?: Readonly<Record<string, unknown>>,
): VaultClusterSpec {
  const spec = parseSpec(given);
  const held = heldSecrets(spec, secrets);
  if (held.length > 0) {
    throw new InputError(
      `spec: it holds ${held.join(
        ', ',
      )} of this task's secrets, which the registry must not keep; put it into a secret of Kubernetes or AWS that the values name`,
    );
  }
  return spec;
}
