import { InputError } from '@backstage/errors';
import { appSchema, AppSpec } from './app';
import type { VaultClusterSpec } from './VaultClusterSpec';

/**
 * Checks an application before any call is made.
 *
 * @throws InputError naming every refused field with its fix
 */
export function parseApp(
  input: unknown,
  spec: Pick<VaultClusterSpec, 'namespace'>,
): AppSpec {
  const result = appSchema.safeParse(input);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) =>
      message.startsWith('app.')
        ? message
        : `${['app', ...path].join('.')}: ${message}`,
    );
    throw new InputError(
      `The application cannot be taken: ${problems.join('; ')}`,
    );
  }
  if (result.data.namespace === spec.namespace) {
    throw new InputError(
      `app.namespace: ${spec.namespace} is Vault's own; whoever runs pods there could become its administrator, so name the namespace of your application`,
    );
  }
  return result.data;
}
