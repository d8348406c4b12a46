import { LiveVault } from '../roll/LiveVault';
import { killPod } from './clusterControl';
import { breakCall, mendCalls } from './control';

jest.setTimeout(10 * 60_000);

const PODS = ['vault-0', 'vault-1', 'vault-2'];

describe('a Vault all of whose pods are sealed', () => {
  let vault: LiveVault;

  beforeAll(async () => {
    vault = await LiveVault.start();
  });

  afterAll(() => vault?.harness.stop());

  it('lacks nothing inside that nobody can look at, says a plan, and differs in nothing, says drift', async () => {
    const { sandbox, vaultEks, logger } = vault.harness;
    const { signal } = vault;
    const run = { signal, logger: logger() };
    await breakCall(sandbox, {
      ...{ service: 'kms', operation: 'Decrypt' },
      ...{ kind: 'deny', count: 10_000 },
    });
    await Promise.all(PODS.map(pod => killPod(sandbox, pod)));
    await vault.untilStatus('three sealed pods', ({ pods }) =>
      pods.every(({ sealed }) => sealed === true),
    );

    const plan = await vaultEks.plan(vault.spec(), run);
    const inside = plan.steps.filter(
      ({ id, phase }) =>
        /Audit|Configure/.test(phase) && id !== 'root-token-retired',
    );
    expect(inside.length).toBeGreaterThan(10);
    for (const { verb, notLookedAt } of inside) {
      expect(verb).toBe('unknown');
      // A slow machine takes a sealed pod for a silent one.
      expect(notLookedAt).toMatch(
        /^No pod of Vault vault\/vault (says|answers)/,
      );
    }
    expect(plan.steps.filter(({ verb }) => verb === 'create')).toEqual([]);
    expect((await vaultEks.drift(vault.spec(), run)).drifted).toBe(false);

    await mendCalls(sandbox);
    await vault.untilStatus('a leader', ({ leader }) => leader !== undefined);
    const after = await vaultEks.plan(vault.spec(), run);
    expect(after.steps.filter(step => step.notLookedAt)).toEqual([]);
  });
});
