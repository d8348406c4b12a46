import type { BarrierView } from '../barrier/BarrierView';
import type { Backend } from '../logical/Backend';
import type { BackendRequest } from '../logical/Request';

const NAME = '(?<name>[\\w.-]+)';

/** Where the role of that name lies; the case of a name does not matter. */
export const roleKey = (name: string) => `role/${name.toLowerCase()}`;

/** The paths by which the roles of an auth method are listed, written, read and deleted. */
export function rolePaths<TRole extends object>(options: {
  readonly view: BarrierView;
  readonly listed: RegExp;
  /** The role as a request wants it, on top of what is there. */
  readonly readRole: (request: BackendRequest, before?: TRole) => TRole;
}): Backend['paths'] {
  const { view, listed, readRole } = options;
  const findRole = ({ params }: BackendRequest) =>
    view.get<TRole>(roleKey(params.name));
  const writeRole = async (request: BackendRequest) => {
    const role = readRole(request, await findRole(request));
    await view.put(roleKey(request.params.name), role);
    return undefined;
  };
  return [
    {
      pattern: listed,
      operations: {
        list: async () => {
          const keys = await view.list('role/');
          return keys.length > 0 ? { data: { keys } } : undefined;
        },
      },
    },
    {
      pattern: new RegExp(`^role/${NAME}$`),
      exists: async request => (await findRole(request)) !== undefined,
      operations: {
        create: writeRole,
        update: writeRole,
        read: async request => {
          const role = await findRole(request);
          return role && { data: Object.fromEntries(Object.entries(role)) };
        },
        delete: async ({ params }) => {
          await view.delete(roleKey(params.name));
          return undefined;
        },
      },
    },
  ];
}
