import type { LiveVault } from '../../roll/LiveVault';
import { breakCall, mendCalls } from '../control';

/** What Vault asks of its table. */
const OPERATIONS = ['GetItem', 'Query', 'BatchWriteItem', 'UpdateItem'];

/** What a throttled table does, as the product tells it. */
export interface ThrottledTable {
  /** Details of the claims that do not hold. */
  readonly failed: readonly string[];
  readonly findings: readonly string[];
}

/** Throttles the table of a running Vault, verifies and asks for the status, and lets the calls through again. */
export async function throttleTable(vault: LiveVault): Promise<ThrottledTable> {
  const { sandbox, vaultEks, logger } = vault.harness;
  for (const operation of OPERATIONS) {
    await breakCall(sandbox, {
      service: 'dynamodb',
      operation,
      kind: 'throttle',
      count: 1_000_000,
    });
  }
  try {
    const claims = await vaultEks.verify(vault.spec(), {
      signal: vault.signal,
      logger: logger(),
    });
    const { findings } = await vault.untilStatus(
      'a finding about a throttled table',
      status => status.findings.some(({ id }) => id === 'storage-throttled'),
    );
    return {
      failed: claims.flatMap(({ passed, detail }) =>
        passed ? [] : detail ?? '',
      ),
      findings: findings.map(({ id }) => id),
    };
  } finally {
    await mendCalls(sandbox);
  }
}
