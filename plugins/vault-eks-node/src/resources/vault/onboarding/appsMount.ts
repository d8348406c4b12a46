import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { ListedMount, listMounts, MADE_BY_US, mount } from '../auth/mounts';
import { LoginRole, OPERATOR } from '../auth/roles';
import { observeWhenUp } from '../observeWhenUp';
import type { VaultSession } from '../session/VaultSession';

/** The mount of the applications' secrets. One that others made is used as it is, if it is of the same kind. */
export function appsMount(options: {
  readonly session: VaultSession;
  readonly admin: LoginRole;
  /** Without its slash. */
  readonly path: string;
}): ManagedResource<ListedMount, { readonly path: string }> {
  const { session, admin, path } = options;

  const make = async (ctx: OperationContext) =>
    session.as(admin, ctx, open =>
      mount(
        open,
        `sys/mounts/${path}`,
        { type: 'kv', description: MADE_BY_US, options: { version: '2' } },
        ctx,
      ),
    );

  return {
    title: `Secrets of applications at ${path}/ (KV version 2)`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async open =>
          (await listMounts(open, 'mounts', ctx)).get(path),
        ),
      ),
    diff: ({ type, version }) =>
      type === 'kv' && version === '2'
        ? []
        : [
            {
              field: 'type',
              from: type === 'kv' ? `kv version ${version ?? '1'}` : type,
              to: 'kv version 2',
              refusal: `Mount ${path}/ is of another kind and is left as it is. Name another one in \`apps.mount\`.`,
            },
          ],
    create: make,
    update: make,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ path }),
    predict: () => ({ path }),
    adopted: ({ description }) => description !== MADE_BY_US,
  };
}
