/* eslint-disable jest/no-export -- a part of vault.test.ts */
import { poll } from '../../../src/connections/poll';
import type { OpenVault } from '../world/openVault';

/** A pod that runs answers within seconds: its program must read its certificate first. */
const ANSWERS_WITHIN_MS = 60_000;

/** What a node says before Vault is initialised. */
export function describeUninitialised(vault: () => OpenVault): void {
  describe('Before init:', () => {
    it('runs three pods with the configuration of the chart', async () => {
      await vault().applyUntil('helm');
      expect(await vault().pods()).toEqual(['vault-0', 'vault-1', 'vault-2']);
      const health = { method: 'GET', path: 'sys/health' } as const;
      await poll(
        () =>
          vault()
            .ask(health, 'vault-0')
            .catch(() => undefined),
        {
          signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
          timeoutMs: ANSWERS_WITHIN_MS,
          onTimeout: () => new Error('vault-0 runs and does not answer'),
        },
      );
    });

    it.each([
      ['sys/health', 501],
      ['sys/health?uninitcode=299', 299],
      ['sys/seal-status', 200],
      ['sys/init', 200],
      ['sys/leader', 503],
    ])('answers GET %s with %d', async (path, status) => {
      const told = await vault().ask({ method: 'GET', path }, 'vault-0');
      expect(told.status).toBe(status);
    });

    it('is sealed, and says by what it unseals itself', async () => {
      const { body } = await vault().ask(
        { method: 'GET', path: 'sys/seal-status' },
        'vault-0',
      );
      expect(body).toMatchObject({
        initialized: false,
        sealed: true,
        recovery_seal: true,
        type: 'awskms',
        t: 0,
        n: 0,
      });
    });

    it('takes no token', async () => {
      const told = await vault().ask(
        { method: 'GET', path: 'sys/mounts', token: 'hvs.none' },
        'vault-0',
      );
      expect(told).toMatchObject({
        status: 503,
        body: { errors: ['Vault is sealed'] },
      });
    });

    it.each([
      [
        'shares of a seal that unseals itself',
        {
          secret_shares: 5,
          secret_threshold: 3,
          recovery_shares: 5,
          recovery_threshold: 3,
        },
      ],
      ['no numbers', {}],
      [
        'a threshold above the shares',
        { recovery_shares: 3, recovery_threshold: 5 },
      ],
      [
        'a PGP key that is none',
        {
          recovery_shares: 1,
          recovery_threshold: 1,
          recovery_pgp_keys: ['bm90IGEga2V5'],
        },
      ],
    ])('refuses an init with %s', async (_, body) => {
      const told = await vault().ask(
        { method: 'PUT', path: 'sys/init', body },
        'vault-0',
      );
      expect(told.status).toBe(400);
    });
  });
}
