import type { LiveVault } from '../../roll/LiveVault';
import { shiftClock } from '../clusterControl';

const AHEAD_MS = 10_000;

/** Sets the clock of a standby's node ahead; tells what the status finds of it. */
export async function skewClock(vault: LiveVault): Promise<{
  readonly pod: string;
  readonly finding: string | undefined;
}> {
  const { sandbox } = vault.harness;
  const { leader } = await vault.status();
  const pod = leader?.pod === 'vault-2' ? 'vault-1' : 'vault-2';
  await shiftClock(sandbox, pod, AHEAD_MS);
  try {
    const { findings } = await vault.untilStatus(
      'a finding about clocks',
      status => status.findings.some(({ id }) => id === 'clock-skew'),
    );
    return {
      pod,
      finding: findings.find(({ id }) => id === 'clock-skew')?.what,
    };
  } finally {
    await shiftClock(sandbox, pod, 0);
  }
}
