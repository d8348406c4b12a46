import {
  isFailure,
  vaultNames,
  type DeployReport,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultInPod } from './access/vaultInPod';
import { startHarness, type Harness } from './harness';
import { deployUntilKilled } from './killed/deployUntilKilled';
import { findSecrets, readCustody } from './secrets';
import { until } from './until';

jest.setTimeout(400_000);

describe('a Vault that somebody else has initialised', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  const options = () => ({
    signal: new AbortController().signal,
    logger: harness.logger(),
  });

  /** A deploy ends once the pods are there, and a person goes on by hand. */
  async function initialiseByHand(spec: ReturnType<Harness['spec']>) {
    await deployUntilKilled(harness, spec, /Helm: created Helm release/);
    const { run } = vaultInPod(harness);
    const printed = await until(
      'a Vault that a person has initialised',
      async () => {
        const { ok, output } = await run(
          'operator',
          'init',
          '-recovery-shares=1',
          '-recovery-threshold=1',
        );
        return ok ? output : undefined;
      },
      120_000,
    );
    await until(
      'a pod that leads',
      async () => {
        const { output } = await run('status');
        return /HA Mode\s+active/.test(output) || undefined;
      },
      60_000,
    );
    const [, key = ''] = /Recovery Key 1: (\S+)/.exec(printed) ?? [];
    const [, root = ''] = /Initial Root Token: (\S+)/.exec(printed) ?? [];
    return { key, root };
  }

  const notPassed = ({ claims }: DeployReport) =>
    claims.filter(({ passed }) => !passed);

  it('is deployed around, told what was not done, and configured once a token is handed in', async () => {
    const spec = harness.spec({ replicas: 1, injector: { enabled: false } });
    const { custodySecret } = vaultNames(spec);
    const { key, root } = await initialiseByHand(spec);

    const plan = await harness.vaultEks.plan(spec, options());
    expect(plan.blocked).toBe(false);
    expect(plan.steps.find(({ id }) => id === 'audit-devices')?.reason).toMatch(
      /initialised by others.*secrets\.VAULT_TOKEN/,
    );

    const without = await harness.vaultEks.deploy(spec, options());
    expect(without.claims.filter(isFailure)).toEqual([]);
    const undone = notPassed(without);
    expect(undone.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'audit-devices',
        'kubernetes-auth',
        'secret-round-trip',
        'recovery-keys-kept',
        'root-token-retired',
      ]),
    );
    expect(
      undone.filter(({ detail }) => !/^not done: Vault/.test(`${detail}`)),
    ).toEqual([]);
    expect((await readCustody(custodySecret)).state).toBe('empty');

    await expect(
      harness.vaultEks.deploy(spec, {
        ...options(),
        vaultToken: 'hvs.of-somebody-who-may-nothing-here',
      }),
    ).rejects.toThrow(/Vault answered 403 to GET sys\/audit/);

    const handed = await harness.vaultEks.deploy(spec, {
      ...options(),
      vaultToken: root,
    });
    const keysOfOthers = ['recovery-keys-kept', 'root-token-gone'];
    expect(notPassed(handed).map(({ id }) => id)).toEqual([
      ...keysOfOthers,
      'root-token-retired',
    ]);
    expect(handed.claims.filter(isFailure)).toEqual([]);

    const again = await harness.vaultEks.deploy(spec, options());
    expect(again.changed).toBe(false);
    expect(notPassed(again).map(({ id }) => id)).toEqual(
      notPassed(handed).map(({ id }) => id),
    );
    expect((await readCustody(custodySecret)).state).toBe('empty');
    const lookup = await vaultInPod(harness).as(
      root,
      ...['read', '-field=policies', 'auth/token/lookup-self'],
    );
    expect(lookup.output).toContain('root');
    const said = [
      harness.lines.join('\n'),
      JSON.stringify([plan, without, handed, again]),
    ].join('\n');
    expect(findSecrets(said, [key, root])).toEqual([]);
  });
});
