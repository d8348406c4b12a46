import { InputError } from '@backstage/errors';
import {
  VaultClusterSpec,
  VaultClusterSpecInput,
  vaultClusterSpecSchema,
} from './VaultClusterSpec';

/**
 * Fills in the defaults and checks a spec before any call is made.
 *
 * @throws InputError naming every refused field with its fix.
 */
export function parseSpec(
  input: VaultClusterSpecInput | unknown,
): VaultClusterSpec {
  const result = vaultClusterSpecSchema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const problems = result.error.issues.map(issue => {
    const path = issue.path.join('.');
    return !path || issue.message.startsWith(path)
      ? issue.message
      : `${path}: ${issue.message}`;
  });
  throw new InputError(`The spec cannot work: ${problems.join('; ')}`);
}
