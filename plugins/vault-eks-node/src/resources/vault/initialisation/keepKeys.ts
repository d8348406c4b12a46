import { isError, ServiceUnavailableError } from '@backstage/errors';
import { withRetries } from '../../../connections/retry';
import { scrubSecrets } from '../../../connections/scrubSecrets';
import { timeLimit } from '../../../connections/timeLimit';
import type { OperationContext } from '../../../engine/ManagedResource';
import { Custody, CustodyRecord, OtherKeysError } from '../custody/Custody';

/** Once Vault has been asked, nothing but the end of this time stops the way of its keys into custody. */
const CUSTODY_TIMEOUT_MS = 10 * 60_000;

/**
 * Brings the keys of a Vault that is initialised to where they are kept. They are nowhere else yet, so everything that a
 * person can mend meanwhile, a missing right included, is waited for aloud, all of the time; what nobody can mend ends at once.
 *
 * @throws OtherKeysError when keys of another initialisation are there
 * @throws ServiceUnavailableError when the time is over, with what was in the way
 */
export async function keepKeys(options: {
  readonly custody: Pick<Custody, 'name' | 'write'>;
  readonly record: Extract<CustodyRecord, { state: 'initialised' }>;
  readonly log: OperationContext['log'];
  /** Milliseconds. Default: ten minutes. */
  readonly withinMs?: number;
}): Promise<void> {
  const { custody, record, log, withinMs = CUSTODY_TIMEOUT_MS } = options;
  const signal = timeLimit(withinMs);
  const until = new Date(Date.now() + withinMs).toISOString();
  const secrets = [
    record.rootToken,
    ...record.recoveryKeys.filter(share => typeof share === 'string'),
  ];
  let told: string | undefined;
  try {
    await withRetries(() => custody.write(record, { signal }), {
      ...{ signal, attempts: Number.POSITIVE_INFINITY, capMs: 15_000 },
      retryable: error => {
        if (error instanceof OtherKeysError) {
          return false;
        }
        const said = isError(error) ? error.message : 'no reason was given';
        const reason = scrubSecrets(said, secrets);
        if (reason !== told) {
          told = reason;
          log(
            `Vault is initialised, but its keys cannot be brought to ${custody.name} yet; tried again until ${until}, so mend it now, or they are lost: ${reason}`,
          );
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof OtherKeysError) {
      throw error;
    }
    throw new ServiceUnavailableError(
      `The keys of Vault could not be brought to ${
        custody.name
      } until ${until}: ${
        told ?? 'the write was not answered'
      }. Mend that and run again, which goes on from what has arrived, or says that nothing has`,
    );
  }
}
