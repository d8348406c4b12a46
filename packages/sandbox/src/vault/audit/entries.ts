import { createHash } from 'node:crypto';
import type { TokenEntry } from '../auth/token/TokenEntry';
import type { AuthBlock } from '../logical/Request';
import { rfc3339, rfc3339Nano } from '../util/time';
import type { AnsweredEvent, AuditEvent } from './AuditEvent';
import { hashTexts, hmac } from './hash';

type Fields = Record<string, unknown>;

/** The audit line of a request. */
export function requestEntry(event: AuditEvent, salt: string): Fields {
  return compact({
    auth: requesterOf(event, salt),
    error: event.error,
    request: requestOf(event, salt),
    time: rfc3339Nano(),
    type: 'request',
  });
}

/** The audit line of an answer. */
export function responseEntry(event: AnsweredEvent, salt: string): Fields {
  const auth = event.response?.auth;
  const newAuth = auth && grantedAuth(auth, event, salt);
  const loggedIn = newAuth && !event.token;
  return compact({
    auth: loggedIn ? newAuth : requesterOf(event, salt),
    error: event.error,
    request: requestOf(event, salt),
    response: event.response && responseOf(event, newAuth, salt),
    time: rfc3339Nano(),
    type: 'response',
  });
}

/** The line that each new device begins with. */
export function testEntry(id: string): Fields {
  return {
    request: {
      id,
      namespace: { id: 'root' },
      operation: 'update',
      path: 'sys/audit/test',
    },
    time: rfc3339Nano(),
    type: 'request',
  };
}

function requesterOf(event: AuditEvent, salt: string): Fields | undefined {
  const { token, access } = event;
  const results =
    access &&
    compact({
      allowed: access.allowed,
      granting_policies:
        token && access.allowed
          ? [
              { type: '' },
              ...access.grantedBy.map(name => ({
                name,
                namespace_id: 'root',
                type: 'acl',
              })),
            ]
          : undefined,
    });
  if (!token)
    return results && { policy_results: results, token_type: 'default' };
  return compact({
    accessor: accessorOf(token.accessor, salt),
    client_token: hmac(salt, token.id),
    display_name: token.displayName,
    entity_id: token.entityId || undefined,
    metadata: token.meta ?? undefined,
    policies: token.policies,
    policy_results: results,
    token_policies: token.policies,
    token_issue_time: access && rfc3339(new Date(token.issueTime)),
    token_ttl: token.creationTtl || undefined,
    token_type: token.type,
  });
}

/** Batch tokens have none. */
function accessorOf(accessor: string, salt: string): string | undefined {
  return accessor ? hmac(salt, accessor) : undefined;
}

function grantedAuth(
  auth: AuthBlock,
  event: AnsweredEvent,
  salt: string,
): Fields {
  return compact({
    accessor: accessorOf(auth.accessor, salt),
    client_token: hmac(salt, auth.client_token),
    display_name: event.response?.login?.displayName,
    entity_created: event.response?.login?.newEntity || undefined,
    entity_id: auth.entity_id || undefined,
    metadata: auth.metadata ?? undefined,
    policies: auth.policies,
    token_policies: auth.token_policies,
    token_ttl: auth.lease_duration || undefined,
    token_type: auth.token_type,
  });
}

function requestOf(event: AuditEvent, salt: string): Fields {
  const { request, token, mount } = event;
  return compact({
    client_id: token && event.access && clientId(token),
    client_token: request.clientToken && hmac(salt, request.clientToken),
    client_token_accessor: token && hmac(salt, token.accessor),
    data: hasFields(request.data)
      ? hashTexts(salt, request.data, { numbers: true })
      : undefined,
    headers: request.userAgent && { 'user-agent': [request.userAgent] },
    id: request.id,
    mount_accessor: event.reachedMount ? mount?.entry.accessor : undefined,
    mount_class: mount?.entry.class,
    mount_point: mount?.entry.path,
    mount_running_version: mount?.version,
    mount_type: mount?.entry.type,
    namespace: { id: 'root' },
    operation: request.operation,
    path: request.path,
    remote_address: request.remote.address,
    remote_port: request.remote.port,
  });
}

function responseOf(
  event: AnsweredEvent,
  auth: Fields | undefined,
  salt: string,
): Fields {
  const { mount, response, headers } = event;
  const data = response?.data;
  return compact({
    auth,
    data: data
      ? hashTexts(salt, data, { numbers: headers !== undefined })
      : undefined,
    headers,
    mount_accessor: event.reachedMount ? mount?.entry.accessor : undefined,
    mount_class: mount?.entry.class,
    mount_point: mount?.entry.path,
    mount_running_plugin_version: mount?.version,
    mount_type: mount?.entry.type,
  });
}

/** Tells clients apart for billing: the entity, or what policies a token without one has. */
function clientId(token: TokenEntry): string {
  return (
    token.entityId ||
    createHash('sha256')
      .update(`${[...token.policies].sort().join('\x7f')}\x00root`)
      .digest('base64')
  );
}

function hasFields(data: object | undefined): boolean {
  return data !== undefined && Object.keys(data).length > 0;
}

function compact(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}
