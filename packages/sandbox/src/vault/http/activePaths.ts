import type { AuditEvent } from '../audit/AuditEvent';
import type { Core } from '../core/Core';
import { refusal, type HttpAnswer } from '../logical/answer';
import type { JsonObject } from '../util/json';
import type { HttpRequest } from './readRequest';

/** Paths of the active node that need no token, besides logins. */
export async function openActivePath(
  core: Core,
  request: HttpRequest,
  requestId: string,
): Promise<HttpAnswer | undefined> {
  const required = (await core.options.sealed.recoveryConfig())
    ?.secret_threshold;
  switch (`${request.method} ${request.path}`) {
    case 'GET sys/generate-root/attempt': {
      const data = {
        ...core.active?.rootGeneration.status(required ?? 0),
        otp: '',
        otp_length: 28,
      };
      auditOpenRead(core, request, requestId, data);
      return { status: 200, body: data };
    }
    case 'GET sys/rekey-recovery-key/init':
      return {
        status: 200,
        body: {
          nonce: '',
          started: false,
          t: 0,
          n: 0,
          progress: 0,
          required,
          pgp_fingerprints: null,
          backup: false,
          verification_required: false,
        },
      };
    default:
      return undefined;
  }
}

function auditOpenRead(
  core: Core,
  request: HttpRequest,
  id: string,
  data: JsonObject,
): void {
  const event: AuditEvent = {
    request: {
      id,
      operation: 'read',
      path: request.path,
      data: undefined,
      clientToken: undefined,
      remote: request.remote,
      userAgent: request.userAgent,
    },
    token: undefined,
    mount: undefined,
    reachedMount: false,
    access: undefined,
  };
  const audit = core.active?.vault.audit;
  audit?.logRequest(event);
  audit?.logResponse({
    ...event,
    response: { data },
    headers: {
      'Cache-Control': ['no-store'],
      'Content-Type': ['application/json'],
      'Strict-Transport-Security': ['max-age=31536000; includeSubDomains'],
    },
  });
}

/** `sys/step-down` and `sys/seal`, which act on the active node itself. */
export async function leadershipPath(
  core: Core,
  request: HttpRequest,
  requestId: string,
): Promise<HttpAnswer | undefined> {
  const { active } = core;
  const writes = request.method === 'PUT' || request.method === 'POST';
  const steps = request.path === 'sys/step-down';
  if (!active || !writes || !(steps || request.path === 'sys/seal')) {
    return undefined;
  }
  const { tokens, policies, audit } = active.vault;
  const token = request.token ? await tokens.find(request.token) : undefined;
  if (!token) return refusal(403, 'permission denied');
  const acl = await policies.acl(token);
  const access = acl.ask('update', request.path);
  if (!access.allowed || !access.sudo) return refusal(403, 'permission denied');
  audit.logRequest({
    request: {
      id: requestId,
      operation: 'update',
      path: request.path,
      data: undefined,
      clientToken: request.token,
      remote: request.remote,
      userAgent: request.userAgent,
    },
    token,
    mount: undefined,
    reachedMount: false,
    // Vault writes this line before it asks the policies.
    access: undefined,
  });
  if (steps) core.stepDown();
  else await core.seal();
  return { status: 204 };
}
