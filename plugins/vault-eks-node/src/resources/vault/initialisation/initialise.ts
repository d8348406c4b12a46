import { randomUUID } from 'node:crypto';
import {
  ConflictError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  recoveryShares,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { initAnswer, VaultClient } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { Custody } from '../custody/Custody';
import { HOW_TO_DECRYPT, sharesOfHolders } from '../custody/pgp/holderShares';
import { readHolderKeys } from '../custody/pgp/readHolderKeys';
import { timeLimit } from '../../../connections/timeLimit';
import { keepKeys } from './keepKeys';

/** Once Vault has been asked, nothing but the end of this time stops its answer. */
const INIT_TIMEOUT_MS = 2 * 60_000;

/** After this a run that has marked custody holds no keys any more that it could still bring there, in milliseconds. */
const KEYS_UNDERWAY_MS = 15 * 60_000;

/** Until when a run that marked custody at this time may still bring keys there; `undefined` when that time is over. */
export function keysUnderwayUntil(startedAt: string): Date | undefined {
  const until = new Date(Date.parse(startedAt) + KEYS_UNDERWAY_MS);
  return until.getTime() > Date.now() ? until : undefined;
}

/** In Vault's own words, as recorded from 1.21.4. */
const isAlreadyInitialised = (error: unknown) =>
  isError(error) && /Vault is already initialized/.test(error.message);

/** Proves that custody takes and gives back what is written, before there is anything to lose. */
async function markStart(custody: Custody, ctx: OperationContext) {
  const before = await custody.read(ctx);
  if (before.state === 'initialised') {
    throw new ConflictError(
      `Secret ${custody.name} holds the recovery keys of another Vault and is not overwritten; name another one in \`custody.secretName\``,
    );
  }
  const marker = randomUUID();
  const startedAt = new Date().toISOString();
  await custody.write({ state: 'initialising', marker, startedAt }, ctx);
  const after = await custody.read(ctx);
  if (after.state !== 'initialising' || after.marker !== marker) {
    throw new ServiceUnavailableError(
      `Secret ${custody.name} did not give back what was written; Vault was not initialised`,
    );
  }
}

/**
 * Initialises Vault, once ever, and brings its keys into custody and nowhere else. A crash in between leaves custody
 * marked `initialising` beside a Vault that is initialised, which the next run recognises.
 *
 * @throws InputError when a holder's key cannot be used; custody was not marked then
 * @throws OtherKeysError when keys of another initialisation have come into custody meanwhile
 */
export async function initialise(options: {
  readonly client: VaultClient;
  readonly custody: Custody;
  readonly wanted: Pick<
    VaultClusterSpec['custody'],
    'recoveryShares' | 'recoveryThreshold' | 'pgp'
  >;
  readonly ctx: OperationContext;
}): Promise<void> {
  const { client, custody, wanted, ctx } = options;
  const holders = await readHolderKeys(wanted);
  const withPgp = holders.length > 0;
  await markStart(custody, ctx);
  ctx.signal.throwIfAborted();
  const { recovery_keys_base64: shares, root_token: rootToken } = await client
    .call(
      {
        method: 'PUT',
        path: 'sys/init',
        body: {
          recovery_shares: recoveryShares(wanted),
          recovery_threshold: wanted.recoveryThreshold,
          // The root token stays readable: everything up to its revocation is done with it.
          recovery_pgp_keys: withPgp
            ? holders.map(({ publicKey }) => publicKey)
            : undefined,
        },
        signal: timeLimit(INIT_TIMEOUT_MS),
        timeoutMs: INIT_TIMEOUT_MS,
      },
      initAnswer,
    )
    .catch(error => {
      throw isAlreadyInitialised(error)
        ? new ConflictError(
            'Another run has initialised Vault at this very moment and receives its keys; wait until that run has ended and run again',
          )
        : error;
    });
  await keepKeys({
    custody,
    record: {
      state: 'initialised',
      recoveryKeys: sharesOfHolders(shares, holders),
      howToDecrypt: withPgp ? HOW_TO_DECRYPT : undefined,
      rootToken,
      initialisedAt: new Date().toISOString(),
    },
    log: ctx.log,
  });
  ctx.log(`Vault is initialised; its recovery keys are in ${custody.name}`);
}
