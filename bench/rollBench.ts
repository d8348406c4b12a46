import { startHarness } from '@vault-eks/e2e';
import {
  AwsConnections,
  createVaultPods,
  EksConnections,
  probePods,
  type BlueprintContext,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { figure } from './print';
import { forkSandbox } from './sandbox/forkSandbox';

const LOOK_MS = 50;
const POD_TIMEOUT_MS = 5_000;
const POD_NAMES = ['vault-0', 'vault-1', 'vault-2'];

const { signal } = new AbortController();

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** Deletes each pod, waits until it is unsealed again, and only then the next: what any roll has to wait for. */
async function restartEach(
  harness: Harness,
  kubernetes: BlueprintContext['kubernetes'],
): Promise<number> {
  const ref = harness.ref(harness.spec());
  const pods = createVaultPods({ kubernetes, ...ref });
  const restart = async (name: string) => {
    const { namespace } = ref;
    const pod = { apiVersion: 'v1', kind: 'Pod', name, namespace };
    const uidOf = async () =>
      (await kubernetes.get(pod, { signal }))?.metadata?.uid;
    const before = await uidOf();
    await kubernetes.delete(pod, { signal });
    for (;;) {
      const now = await uidOf();
      if (now !== undefined && now !== before) {
        const probed = await probePods(pods, [name], {
          signal,
          timeoutMs: POD_TIMEOUT_MS,
        });
        if (probed.get(name)?.health?.sealed === false) {
          return;
        }
      }
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    }
  };
  const started = performance.now();
  for (const name of POD_NAMES) {
    await restart(name);
  }
  return performance.now() - started;
}

/** The roll of three pods, each unsealed and following before the next and the leader last, against restarting them alone. */
export async function benchRoll(): Promise<void> {
  const harness = await startHarness({
    sandbox: await forkSandbox({ latency: 'realistic' }),
  });
  const logger = harness.logger();
  const eks = new EksConnections({
    aws: AwsConnections.create({ config: harness.config }),
    log: () => {},
  });
  try {
    await harness.vaultEks.deploy(harness.spec(), { signal, logger });
    const changed = harness.spec({ values: { server: { logLevel: 'debug' } } });
    const report = await harness.vaultEks.deploy(changed, { signal, logger });
    const rolled = report.steps.find(({ id }) => id === 'vault-pods');
    const { kubernetes } = await eks.connect(harness.ref(changed), { signal });
    const sum = await restartEach(harness, kubernetes);
    const roll = rolled?.durationMs ?? NaN;
    figure('roll', roll / 1000, 's');
    figure('restarts_one_by_one', sum / 1000, 's');
    figure('roll_over_sum_of_restarts', roll / sum, 'ratio');
  } finally {
    await eks.close();
    await harness.stop();
  }
}
