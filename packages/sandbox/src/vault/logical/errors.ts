/** A refusal that the client sees. `audited` is what the audit line's `error` says. */
export class VaultError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly audited: string = message,
  ) {
    super(message);
  }
}

/** A backend's answer that something is wrong with the request: it is also audited as a response. */
export class ErrorResponse extends VaultError {
  /** Why the request failed, when the backend says more than its answer. */
  constructor(message: string, reason?: string, status = 400) {
    super(status, message, reason);
    this.hasReason = reason !== undefined;
  }

  readonly hasReason: boolean;
}

/** Errors joined as Vault's multierror prints them. */
export function joined(...messages: string[]): string {
  const count = `${messages.length} error${messages.length === 1 ? '' : 's'}`;
  return `${count} occurred:\n\t* ${messages.join('\n\t* ')}\n\n`;
}

/** Refusal of the system backend, audited as an invalid request. */
export function invalidRequest(message: string): ErrorResponse {
  return new ErrorResponse(message, joined('invalid request'));
}

export function permissionDenied(): VaultError {
  return new VaultError(403, joined('permission denied'));
}

/** The token does not open the path; nothing reached a backend. */
export function invalidToken(): VaultError {
  return new VaultError(403, joined('permission denied', 'invalid token'));
}

export function unsupportedPath(): VaultError {
  return new VaultError(404, joined('unsupported path'));
}

export function unsupportedOperation(): VaultError {
  return new VaultError(405, joined('unsupported operation'));
}
