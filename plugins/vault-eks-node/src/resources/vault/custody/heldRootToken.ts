import type { ManagedResource } from '../../../engine/ManagedResource';
import type { TransientSecret } from './TransientSecret';

/**
 * The root token of a Vault whose deploy never ended. As long as data and recovery keys stay, the next deploy needs it to
 * go on; without them it opens nothing. Only a destroy knows it, and its value stays inside.
 */
export function heldRootToken(options: {
  readonly name: string;
  readonly secret: TransientSecret;
}): ManagedResource<{ readonly held: true }, { readonly name: string }> {
  const { name, secret } = options;
  return {
    title: `Secret ${name} with the root token of an unfinished deploy`,
    retain: 'the next deploy needs it to go on',
    observe: async ctx =>
      (await secret.read(ctx)) === undefined ? undefined : { held: true },
    diff: () => [],
    async create() {
      // A deploy makes it when it initialises Vault.
    },
    async update() {
      // It is there or it is not.
    },
    delete: ctx => secret.destroy(ctx),
    output: () => ({ name }),
    predict: () => ({ name }),
  };
}
