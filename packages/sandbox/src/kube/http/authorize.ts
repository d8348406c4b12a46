import { ApiError, forbidden } from '../api/ApiError';
import type { Authorizer } from '../auth/Authorizer';
import type { AccessRequest } from '../auth/rules';
import type { UserInfo } from '../auth/UserInfo';
import { accessRequestOf, ResourceRequest } from './RequestInfo';

/** Throws the 403 of the real server unless the user may make the request. */
export function authorizeResource(
  authorizer: Authorizer,
  user: UserInfo,
  info: ResourceRequest,
  verb = info.verb,
): void {
  const access: AccessRequest = { ...accessRequestOf(info), verb };
  if (authorizer.allows(user, access)) return;
  const { type, namespace, name, subresource } = info;
  const resource = subresource ? `${type.plural}/${subresource}` : type.plural;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  throw forbidden(
    type,
    name,
    `User ${JSON.stringify(
      user.username,
    )} cannot ${verb} resource "${resource}" in API group "${
      type.group
    }" ${scope}`,
  );
}

/** As {@link authorizeResource}, for a path that is no resource. */
export function authorizePath(
  authorizer: Authorizer,
  user: UserInfo,
  method: string,
  path: string,
): void {
  const verb = method.toLocaleLowerCase('en-US');
  if (authorizer.allows(user, { to: 'path', verb, path })) return;
  throw new ApiError(
    403,
    'Forbidden',
    `forbidden: User ${JSON.stringify(
      user.username,
    )} cannot ${verb} path ${JSON.stringify(path)}`,
    {},
  );
}
