import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, badRequest } from '../api/ApiError';
import type { Authorizer } from './Authorizer';
import type { UserInfo } from './UserInfo';

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const AUTHENTICATED = 'system:authenticated';

/**
 * Who the request is to be taken for: the caller, or whom the `Impersonate-` headers of `kubectl --as` name.
 *
 * @throws ApiError when the caller may not impersonate them
 */
export function impersonated(
  caller: UserInfo,
  headers: IncomingHttpHeaders,
  authorizer: Pick<Authorizer, 'allows'>,
): UserInfo {
  const username = single(headers['impersonate-user']);
  const asked = listed(headers['impersonate-group']);
  if (!username) {
    if (asked.length > 0) {
      throw badRequest('requested groups without impersonating a user');
    }
    return caller;
  }
  const [, namespace, account] = SERVICE_ACCOUNT.exec(username) ?? [];
  const check = (resource: string, name: string, inNamespace?: string) =>
    requireImpersonation(caller, authorizer, resource, name, inNamespace);
  if (account) check('serviceaccounts', account, namespace);
  else check('users', username);
  asked.forEach(group => check('groups', group));
  const own = account
    ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
    : [];
  return {
    username,
    groups: [...new Set([...(asked.length > 0 ? asked : own), AUTHENTICATED])],
  };
}

function requireImpersonation(
  caller: UserInfo,
  authorizer: Pick<Authorizer, 'allows'>,
  resource: string,
  name: string,
  namespace?: string,
): void {
  const allowed = authorizer.allows(caller, {
    to: 'resource',
    verb: 'impersonate',
    group: '',
    resource,
    name,
    namespace,
  });
  if (allowed) return;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  throw new ApiError(
    403,
    'Forbidden',
    `${resource} "${name}" is forbidden: User ${JSON.stringify(
      caller.username,
    )} cannot impersonate resource "${resource}" in API group "" ${scope}`,
    { name, kind: resource },
  );
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

// Node joins the values of a repeated header that it does not know.
function listed(value: string | string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .flatMap(item => item.split(','))
    .map(item => item.trim())
    .filter(Boolean);
}
