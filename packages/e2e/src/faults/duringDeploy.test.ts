import { startHarness, type Harness } from '../harness';
import { until } from '../until';
import { interruptApiServer, killPod } from './clusterControl';
import { breakCall } from './control';

jest.setTimeout(10 * 60_000);

describe('a deploy during which', () => {
  let harness: Harness;
  const { signal } = new AbortController();

  beforeEach(async () => {
    harness = await startHarness();
  });

  afterEach(() => harness?.stop());

  /** Deploys, with something happening at a line of the log; says how it went, and what a run after that had to do. */
  async function deploy(moment: RegExp, happens: () => Promise<unknown>) {
    const spec = harness.spec();
    let happened = false;
    let happening: Promise<unknown> | undefined;
    const run = () =>
      harness.vaultEks.deploy(spec, {
        signal,
        logger: harness.logger(line => {
          if (!happened && moment.test(line)) {
            happened = true;
            happening = happens();
          }
        }),
      });
    const ends: string[] = [];
    await run().catch(error => ends.push(String(error)));
    await happening;
    // A run that meets an API server that is still away changes nothing; a verification during a fail-over tells what it sees.
    const well = await until(
      'a run whose every claim holds',
      async () => {
        const found = await run().catch(() => undefined);
        return found?.claims.every(claim => claim.passed) ? found : undefined;
      },
      120_000,
    );
    const again = await run();
    return { happened, ends, well, again };
  }

  it.each([
    [
      'the API server restarts before Vault is installed',
      /Kubernetes: created Namespace/,
      () => interruptApiServer(harness.sandbox, 2_000),
    ],
    [
      'every connection to the API server is cut while Vault is initialised',
      /Vault is initialised/,
      () => interruptApiServer(harness.sandbox),
    ],
    [
      'a pod is killed while Vault is initialised',
      /Vault is initialised/,
      () => killPod(harness.sandbox, 'vault-0', { holdMs: 2_000 }),
    ],
    [
      'a pod is killed before the verification',
      /Configure: created End of the root token/,
      () => killPod(harness.sandbox, 'vault-0'),
    ],
    [
      'commands in pods are slow',
      /Preflight: nothing blocks/,
      () =>
        breakCall(harness.sandbox, {
          service: 'kubernetes',
          operation: 'create pods/exec',
          kind: 'delay',
          delayMs: 3_000,
          count: 20,
        }),
    ],
  ])(
    '%s is finished, by the next run at the latest',
    async (_, moment, act) => {
      const { happened, well, ends, again } = await deploy(moment, act);

      expect(happened).toBe(true);
      expect(ends.filter(end => !/Kubernetes|Vault|helm/i.test(end))).toEqual(
        [],
      );
      expect(well.claims.length).toBeGreaterThan(10);
      expect(again.changed).toBe(false);
    },
  );
});
