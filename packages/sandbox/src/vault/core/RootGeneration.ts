import { randomUUID } from 'node:crypto';
import { VaultError } from '../logical/errors';
import { sharesMatch } from '../seal/recoveryKeys';
import { base62 } from '../util/random';

/** As long as a root token with its prefix. */
const OTP_LENGTH = 28;

/** How far a generation of a root token has come, as `sys/generate-root` answers it. */
export interface RootProgress {
  readonly nonce: string;
  readonly started: boolean;
  readonly progress: number;
  readonly required: number;
  readonly complete: boolean;
  readonly encoded_token: string;
  readonly encoded_root_token: string;
  readonly pgp_fingerprint: string;
}

/** What the generation needs of the active node. */
export interface RootMaker {
  readonly required: number;
  recoveryKey(): Promise<Buffer>;
  createRootToken(): Promise<string>;
}

/** One generation of a root token at a time, by a threshold of recovery shares; it ends with its node's leadership. */
export class RootGeneration {
  #attempt: { readonly nonce: string; readonly otp: string } | undefined;
  #shares: Buffer[] = [];

  status(required: number): RootProgress {
    return {
      nonce: this.#attempt?.nonce ?? '',
      started: this.#attempt !== undefined,
      progress: this.#shares.length,
      required,
      complete: false,
      encoded_token: '',
      encoded_root_token: '',
      pgp_fingerprint: '',
    };
  }

  /** @returns the one-time password, which is told only here */
  begin(): string {
    if (this.#attempt) {
      throw new VaultError(400, 'root generation already in progress');
    }
    const otp = base62(OTP_LENGTH);
    this.#attempt = { nonce: randomUUID(), otp };
    this.#shares = [];
    return otp;
  }

  cancel(): void {
    this.#attempt = undefined;
    this.#shares = [];
  }

  async provide(
    share: Buffer,
    nonce: string,
    maker: RootMaker,
  ): Promise<RootProgress> {
    const attempt = this.#attempt;
    if (!attempt) {
      throw new VaultError(400, 'no root generation in progress');
    }
    if (nonce !== attempt.nonce) {
      throw new VaultError(
        400,
        `incorrect nonce supplied; nonce for this root generation operation is "${attempt.nonce}"`,
      );
    }
    if (!this.#shares.some(known => known.equals(share))) {
      this.#shares.push(share);
    }
    if (this.#shares.length < maker.required) {
      return this.status(maker.required);
    }
    const shares = this.#shares;
    this.#shares = [];
    const key = await maker.recoveryKey();
    if (!(await sharesMatch(shares, key).catch(() => false))) {
      throw new VaultError(400, 'recovery key verification failed');
    }
    const token = await maker.createRootToken();
    this.cancel();
    const encoded = xor(token, attempt.otp);
    return {
      ...this.status(maker.required),
      nonce: attempt.nonce,
      started: true,
      progress: maker.required,
      complete: true,
      encoded_token: encoded,
      encoded_root_token: encoded,
    };
  }
}

function xor(token: string, otp: string): string {
  const pad = Buffer.from(otp);
  const mixed = Buffer.from(token).map((byte, index) => byte ^ pad[index]);
  return Buffer.from(mixed).toString('base64').replace(/=+$/, '');
}
