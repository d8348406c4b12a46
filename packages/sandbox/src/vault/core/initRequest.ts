import { VaultError } from '../logical/errors';
import type { RecoveryConfig } from '../seal/recoveryKeys';
import { wholeNumber, type JsonObject } from '../util/json';

const BARRIER_FIELDS = [
  'secret_shares',
  'secret_threshold',
  'pgp_keys',
  'stored_shares',
];

/** Checks what `sys/init` is asked, with the texts of Vault's refusals. */
export function readInitRequest(body: JsonObject): RecoveryConfig {
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
  const pgpKeys = body.recovery_pgp_keys ?? body.root_token_pgp_key;
  if (pgpKeys !== undefined && pgpKeys !== null && String(pgpKeys) !== '') {
    // The sandbox knows no OpenPGP; this is what Vault says to a key that it cannot read.
    refuse(
      'invalid recovery configuration: error parsing given PGP key: openpgp: invalid data: tag byte does not have MSB set',
    );
  }
  return { secret_shares: shares, secret_threshold: threshold };
}

function refuse(message: string): never {
  throw new VaultError(400, message);
}
