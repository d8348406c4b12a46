import { kubectl } from '../kubectl';
import { LiveVault } from './LiveVault';

jest.setTimeout(10 * 60_000);

describe('another number of pods', () => {
  let vault: LiveVault;

  beforeAll(async () => {
    vault = await LiveVault.start();
  });

  afterAll(() => vault?.harness.stop());

  const claims = async () =>
    (
      await kubectl(
        vault.harness.sandbox,
        ...['get', 'pvc', '--namespace=vault', '--output=name'],
      )
    )
      .trim()
      .split('\n');

  /** Has one of these lead, by what an operator would do. */
  async function letLead(pods: readonly string[]) {
    for (let tries = 0; tries < 10; tries += 1) {
      const leader = (await vault.status()).leader?.pod ?? '';
      if (pods.includes(leader)) {
        return leader;
      }
      if (leader) {
        await kubectl(
          vault.harness.sandbox,
          ...['delete', 'pod', '--namespace=vault', leader],
        );
      }
      await new Promise(resolve => setTimeout(resolve, 3_000));
    }
    throw new Error(`None of ${pods.join()} came to lead`);
  }

  it('adds pods without touching the others, and takes them away without their leader', async () => {
    const more = await vault.roll({ replicas: 5 });

    expect(Object.keys(more.after)).toHaveLength(5);
    expect(more.after).toMatchObject(more.before);
    expect(more.replaced).toEqual([]);
    expect(more.watched.leaders).toHaveLength(1);
    expect(await claims()).toHaveLength(5);
    expect((await vault.status()).replicas).toEqual({ wanted: 5, ready: 5 });

    const leader = await letLead(['vault-3', 'vault-4']);
    const fewer = await vault.roll({ replicas: 3 });

    expect(Object.keys(fewer.after)).toEqual(['vault-0', 'vault-1', 'vault-2']);
    expect(fewer.lines.join('\n')).toMatch(
      /Pods vault-3, vault-4 go; their audit volumes stay.*kubectl delete pvc --namespace vault audit-vault-3 audit-vault-4/,
    );
    expect(fewer.lines.join('\n')).toMatch(`${leader} has stepped down`);
    expect(fewer.watched.fewerUnsealedThan(1)).toEqual([]);
    expect(fewer.watched.longestOutage.milliseconds).toBeLessThan(11_000);
    expect((await vault.status()).leader?.pod).toMatch(/^vault-[012]$/);
    expect(await claims()).toHaveLength(5);
    expect((await vault.deploy()).changed).toBe(false);
  });
});
