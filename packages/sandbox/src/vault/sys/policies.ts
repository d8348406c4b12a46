import type { BackendPath } from '../logical/Backend';
import { invalidRequest } from '../logical/errors';
import type { BackendRequest } from '../logical/Request';
import { text } from '../util/json';
import type { SystemContext } from './context';

/** `sys/policies/acl`, and its older form `sys/policy`. */
export function policyPaths({ policies }: SystemContext): BackendPath[] {
  const name = ({ params }: BackendRequest) => params.name.toLowerCase();
  const write = async (request: BackendRequest) => {
    const source = text(request.data, 'policy');
    if (!source) {
      throw invalidRequest("'policy' parameter not supplied or empty");
    }
    const decoded = /^[A-Za-z0-9+/]+={0,2}$/.test(source)
      ? Buffer.from(source, 'base64').toString()
      : source;
    await policies.write(name(request), decoded);
    return undefined;
  };
  const remove = async (request: BackendRequest) => {
    await policies.delete(name(request));
    return undefined;
  };
  const keys = async () => ({ data: { keys: await policies.names() } });
  const legacyKeys = async () => {
    const names = await policies.names();
    return { data: { keys: names, policies: names } };
  };
  return [
    { pattern: /^policies\/acl\/?$/, operations: { list: keys } },
    {
      pattern: /^policies\/acl\/(?<name>.+)$/,
      operations: {
        read: async request => {
          const policy = await policies.read(name(request));
          if (policy === undefined) return undefined;
          return { data: { name: name(request), policy } };
        },
        update: write,
        delete: remove,
      },
    },
    {
      pattern: /^policy\/?$/,
      operations: { read: legacyKeys, list: legacyKeys },
    },
    {
      pattern: /^policy\/(?<name>.+)$/,
      operations: {
        read: async request => {
          const rules = await policies.read(name(request));
          if (rules === undefined) return undefined;
          return { data: { name: name(request), rules } };
        },
        update: write,
        delete: remove,
      },
    },
  ];
}
