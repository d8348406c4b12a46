import { VaultError } from '../logical/errors';
import type { RecoveryConfig } from '../seal/recoveryKeys';
import { text, texts, wholeNumber, type JsonObject } from '../util/json';

const BARRIER_FIELDS = [
  'secret_shares',
  'secret_threshold',
  'pgp_keys',
  'stored_shares',
];

/** What `sys/init` is asked for. */
export interface InitRequest {
  readonly recovery: RecoveryConfig;
  /** In base64, one a share; none when the shares are answered as they are. */
  readonly recoveryPgpKeys: readonly string[];
  readonly rootTokenPgpKey: string | undefined;
}

/** Checks what `sys/init` is asked, with the texts of Vault's refusals. */
export function readInitRequest(body: JsonObject): InitRequest {
  const misplaced = BARRIER_FIELDS.filter(name => body[name] !== undefined);
  if (misplaced.length > 0) {
    refuse(
      `parameters ${misplaced.join(',')} not applicable to seal type awskms`,
    );
  }
  const shares = wholeNumber(body, 'recovery_shares') ?? 0;
  const threshold = wholeNumber(body, 'recovery_threshold') ?? 0;
  if (shares < 1) {
    refuse('recovery configuration must specify a positive number of shares');
  }
  if (threshold < 1) {
    refuse('recovery configuration must specify a positive threshold');
  }
  if (threshold > shares) {
    refuse(
      'invalid recovery configuration: threshold cannot be larger than shares',
    );
  }
  if (shares > 1 && threshold === 1) {
    refuse(
      'invalid recovery configuration: threshold must be greater than one for multiple shares',
    );
  }
  if (shares > 255) {
    refuse('invalid recovery configuration: shares must be less than 256');
  }
  const recoveryPgpKeys = texts(body, 'recovery_pgp_keys') ?? [];
  if (recoveryPgpKeys.length > 0 && recoveryPgpKeys.length !== shares) {
    refuse(
      'invalid recovery configuration: count mismatch between number of provided PGP keys and number of shares',
    );
  }
  return {
    recovery: { secret_shares: shares, secret_threshold: threshold },
    recoveryPgpKeys,
    rootTokenPgpKey: text(body, 'root_token_pgp_key') || undefined,
  };
}

function refuse(message: string): never {
  throw new VaultError(400, message);
}
