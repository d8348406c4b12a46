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
  const problems = result.error.issues.map(({ path, message }) => {
    const items = path.flatMap(part =>
      typeof part === 'number' ? `item ${part + 1}` : [],
    );
    const field = path.filter(part => typeof part === 'string').join('.');
    if (!message.startsWith(field)) {
      return `${path.join('.')}: ${message}`;
    }
    return items.length > 0 ? `${message} (${items.join(', ')})` : message;
  });
  throw new InputError(`The spec cannot work: ${problems.join('; ')}`);
}
