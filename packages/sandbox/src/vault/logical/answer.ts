import type { MountEntry } from './Mounts';
import type { VaultRequest, VaultResponse } from './Request';

/** What goes back over HTTP. Without a body it is empty. */
export interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The system's older paths repeat their data at the top level. */
const REPEATS_DATA =
  /^sys\/(audit|audit-hash|auth|capabilities|capabilities-accessor|capabilities-self|ha-status|key-status|mounts|policy)(\/.*)?$/;

/** Vault's envelope around what a backend answered. */
export function envelope(
  request: VaultRequest,
  response: VaultResponse | undefined,
  mount: MountEntry,
): HttpAnswer {
  if (!response) {
    const reads = request.operation === 'read' || request.operation === 'list';
    return reads ? refusal(404) : { status: 204 };
  }
  const data = response.data ?? null;
  return {
    status: response.status ?? 200,
    body: {
      ...(REPEATS_DATA.test(request.path) ? data : {}),
      request_id: request.id,
      lease_id: '',
      renewable: false,
      lease_duration: 0,
      data,
      wrap_info: null,
      warnings: response.warnings ?? null,
      auth: response.auth ?? null,
      // Logins and raw answers do not say.
      mount_type:
        response.status || (response.auth && mount.type !== 'token')
          ? ''
          : mount.type,
    },
  };
}

/** An answer that only says what is wrong. */
export function refusal(status: number, ...errors: string[]): HttpAnswer {
  return { status, body: { errors } };
}
