import type { PeerCertificate } from 'node:tls';
import type { ZodType, ZodTypeDef } from 'zod/v3';

/** One call to Vault. */
export interface VaultRequest {
  readonly method: 'GET' | 'LIST' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1/`, for example `sys/audit/file`. */
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string;
  /** What else an error must not quote, although Vault does. */
  readonly secrets?: readonly (string | undefined)[];
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** What Vault answered. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: string;
}

/** Speaks to one Vault node. */
export interface VaultClient {
  /** Who is asked, for messages: the pod's name. */
  readonly node: string;
  /** The raw answer whatever its status; only a broken connection throws. */
  send(request: VaultRequest): Promise<VaultAnswer>;
  /** A successful answer checked against a schema; other answers become errors. */
  call<T>(
    request: VaultRequest,
    schema: ZodType<T, ZodTypeDef, unknown>,
  ): Promise<T>;
  /** For calls whose answer does not matter. */
  run(request: VaultRequest): Promise<void>;
  /** The certificate that the node showed in its last handshake. */
  peerCertificate(): PeerCertificate | undefined;
  close(): Promise<void>;
}
