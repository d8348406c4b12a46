import type { AuditBroker } from '../audit/AuditBroker';
import type { AuditEvent } from '../audit/AuditEvent';
import type { TokenEntry } from '../auth/token/TokenEntry';
import type { TokenStore } from '../auth/token/TokenStore';
import type { PolicyStore } from '../policy/PolicyStore';
import { envelope, refusal, type HttpAnswer } from './answer';
import { handlerOf, routeTo, type Route } from './Backend';
import {
  ErrorResponse,
  invalidToken,
  permissionDenied,
  unsupportedPath,
  VaultError,
} from './errors';
import { runningVersion, type Mount, type Mounts } from './Mounts';
import type { BackendRequest, VaultRequest, VaultResponse } from './Request';

/** Where a request leads. */
interface Destination {
  readonly mount: Mount;
  readonly route: Route | undefined;
  readonly request: VaultRequest;
}

/** Takes a request through token, policies, audit and backend, in this order. */
export class RequestHandler {
  constructor(
    private readonly parts: {
      readonly mounts: Mounts;
      readonly tokens: TokenStore;
      readonly policies: PolicyStore;
      readonly audit: AuditBroker;
      readonly version: string;
    },
  ) {}

  async handle(incoming: VaultRequest): Promise<HttpAnswer> {
    const { mounts } = this.parts;
    const mount = mounts.find(incoming.path);
    const token = await this.tokenOf(incoming);
    if (!mount) return this.nowhere(incoming, token);

    const below = incoming.path.slice(mount.entry.path.length);
    const route = routeTo(mount.backend, below);
    const writes = incoming.operation === 'update';
    const asked = { request: incoming, mount, route };
    const existing = backendRequest(asked, token);
    const creates =
      writes && route?.path.exists && !(await route.path.exists(existing));
    const request: VaultRequest = creates
      ? { ...incoming, operation: 'create' }
      : incoming;

    const base: AuditEvent = {
      request,
      token,
      mount: {
        entry: mount.entry,
        version: runningVersion(mount.entry.type, this.parts.version),
      },
      // To tell create from update, the mount was asked.
      reachedMount: writes,
      access: { allowed: true, grantedBy: [] },
    };
    if (route?.path.unauthenticated) {
      return this.run({ mount, route, request }, base, undefined);
    }
    if (!token) {
      const error = request.clientToken
        ? invalidToken()
        : new VaultError(403, 'permission denied');
      return this.refuse(base, error);
    }
    const acl = await this.parts.policies.acl(token);
    const access = route?.path.permits
      ? {
          ...{ allowed: route.path.permits(acl, existing), sudo: false },
          grantedBy: [],
        }
      : acl.ask(request.operation, request.path, request.data);
    if (!access.allowed || (route?.path.sudo && !access.sudo)) {
      return this.refuse({ ...base, reachedMount: false }, permissionDenied());
    }
    await this.parts.tokens.use(token);
    return this.run(
      { mount, route, request },
      { ...base, access },
      token,
      access.sudo,
    );
  }

  private async run(
    destination: Destination,
    event: AuditEvent,
    token: TokenEntry | undefined,
    sudo = false,
  ): Promise<HttpAnswer> {
    const { audit } = this.parts;
    const { mount, route, request } = destination;
    const reached = { ...event, token, reachedMount: true };
    try {
      audit.logRequest({ ...event, token });
    } catch (error) {
      return answerOf(error);
    }
    try {
      const handler = handlerOf(route, request.operation);
      const response = await handler(backendRequest(destination, token, sudo));
      audit.logResponse({ ...reached, response: audited(response) });
      return envelope(request, response, mount.entry);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      audit.logResponse({
        ...reached,
        // Vault drops what it knew of the client when a login's proof is wrong.
        access:
          !token && error instanceof ErrorResponse && error.hasReason
            ? undefined
            : reached.access,
        error: errorText(error),
        response: errorResponse(error),
      });
      return answerOf(error);
    }
  }

  /** Refused before any backend was reached. */
  private refuse(event: AuditEvent, error: VaultError): HttpAnswer {
    const { audit } = this.parts;
    const denied = {
      ...event,
      access: { allowed: false, grantedBy: [] },
      error: error.audited,
    };
    try {
      audit.logRequest(denied);
      audit.logResponse({
        ...denied,
        response: { data: { error: error.message } },
      });
    } catch (failure) {
      return answerOf(failure);
    }
    return answerOf(error);
  }

  private async nowhere(
    request: VaultRequest,
    token: TokenEntry | undefined,
  ): Promise<HttpAnswer> {
    const event: AuditEvent = {
      request,
      token,
      mount: undefined,
      reachedMount: false,
      access: { allowed: true, grantedBy: token?.policies ?? [] },
    };
    if (!token) {
      return this.refuse(
        event,
        request.clientToken
          ? invalidToken()
          : new VaultError(403, 'permission denied'),
      );
    }
    const acl = await this.parts.policies.acl(token);
    if (!acl.ask(request.operation, request.path).allowed) {
      return this.refuse(event, permissionDenied());
    }
    const message = `no handler for route "${request.path}". route entry not found.`;
    this.parts.audit.logRequest(event);
    this.parts.audit.logResponse({
      ...event,
      error: unsupportedPath().audited,
      response: { data: { error: message } },
    });
    return refusal(404, message);
  }

  private async tokenOf(
    request: VaultRequest,
  ): Promise<TokenEntry | undefined> {
    return request.clientToken
      ? this.parts.tokens.find(request.clientToken)
      : undefined;
  }
}

/** The answer for anything thrown on the way. */
export function answerOf(error: unknown): HttpAnswer {
  if (error instanceof VaultError) return refusal(error.status, error.message);
  throw error;
}

function backendRequest(
  { mount, route, request }: Destination,
  token: TokenEntry | undefined,
  sudo = false,
): BackendRequest {
  return {
    operation: request.operation,
    params: route?.params ?? {},
    data: request.data ?? {},
    mount: mount.entry,
    token,
    sudo,
  };
}

function errorText(error: VaultError): string | undefined {
  if (error instanceof ErrorResponse && !error.hasReason) return undefined;
  return error.audited;
}

function errorResponse(error: VaultError): VaultResponse | undefined {
  return error instanceof ErrorResponse
    ? { data: { error: error.message } }
    : undefined;
}

/** An answer with a status of its own is audited as the raw answer that it is. */
function audited(response: VaultResponse | undefined) {
  if (!response?.status) return response;
  return {
    data: {
      http_content_type: 'application/json',
      http_raw_body: JSON.stringify({ data: response.data }),
      http_status_code: response.status,
    },
  };
}
