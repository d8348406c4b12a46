import type { BarrierView } from '../barrier/BarrierView';
import type { Backend } from '../logical/Backend';
import type { BackendRequest } from '../logical/Request';
import type { JsonObject } from '../util/json';

/** Keeps what is written as it is: `kv` version 1, and `cubbyhole` with a folder for every token. */
export function passthroughBackend(
  type: string,
  view: BarrierView,
  folder: (request: BackendRequest) => string = () => '',
): Backend {
  const key = (request: BackendRequest) =>
    folder(request) + request.params.path;
  const write = async (request: BackendRequest) => {
    await view.put(key(request), request.data);
    return undefined;
  };
  return {
    type,
    paths: [
      {
        pattern: /^(?<path>.*)$/,
        exists: async request => (await view.get(key(request))) !== undefined,
        operations: {
          create: write,
          update: write,
          read: async request => {
            const data = await view.get<JsonObject>(key(request));
            return data && { data };
          },
          delete: async request => {
            await view.delete(key(request));
            return undefined;
          },
          list: async request => {
            const keys = await view.list(key(request));
            return keys.length > 0 ? { data: { keys } } : undefined;
          },
        },
      },
    ],
  };
}
