import type { TokenEntry } from '../auth/token/TokenEntry';
import type { BackendPath } from '../logical/Backend';
import { invalidRequest } from '../logical/errors';
import type { BackendRequest } from '../logical/Request';
import { text, texts } from '../util/json';
import type { SystemContext } from './context';

/** What a token may do: `sys/capabilities`, `-self` and `-accessor`. */
export function capabilityPaths(context: SystemContext): BackendPath[] {
  const answer = async (
    token: TokenEntry | undefined,
    { data }: BackendRequest,
  ) => {
    if (!token) throw invalidRequest('invalid token');
    const paths = texts(data, 'paths') ?? texts(data, 'path') ?? [];
    if (paths.length === 0) throw invalidRequest('paths must be supplied');
    const acl = await context.policies.acl(token);
    const found = Object.fromEntries(
      paths.map(path => [path, acl.capabilities(path)]),
    );
    return {
      data:
        paths.length === 1
          ? { ...found, capabilities: found[paths[0]] }
          : found,
    };
  };
  return [
    {
      pattern: /^capabilities-self$/,
      operations: { update: async request => answer(request.token, request) },
    },
    {
      pattern: /^capabilities$/,
      operations: {
        update: async request =>
          answer(
            await context.tokens.find(text(request.data, 'token') ?? ''),
            request,
          ),
      },
    },
    {
      pattern: /^capabilities-accessor$/,
      operations: {
        update: async request =>
          answer(
            await context.tokens.findByAccessor(
              text(request.data, 'accessor') ?? '',
            ),
            request,
          ),
      },
    },
  ];
}
