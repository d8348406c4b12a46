import type { ChartSource } from '../../config/readChartSource';
import type { KubernetesConnection } from '../kubernetes';
import { shareRun, SharedRun } from '../shareRun';
import { findHelm } from './findHelm';
import type { Helm } from './Helm';
import type { HelmChart } from './HelmChart';
import { pullChart } from './pullChart';
import { CHART_FILE, HelmRun, runHelm } from './runHelm';

/** How helm is run. */
export interface HelmOptions {
  readonly kubernetes: KubernetesConnection;
  readonly source: ChartSource;
  readonly plainHttp?: boolean;
  readonly registryConfig?: string;
  /** `vaultEks.helm.binary` of the app-config. */
  readonly binary?: string;
  readonly cacheFolder?: string;
  /** Of one run, in milliseconds. Default: {@link HELM_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

/**
 * The injector writes its CA into the chart's webhook configuration. Helm 4 applies on the server, where that is a
 * conflict which fails every upgrade, or, forced, an injector that nobody trusts until it notices. Merging on the
 * client, as Helm 3 always does, leaves alone what the chart did not change.
 */
const CLIENT_SIDE: readonly string[] = ['--server-side=false'];

/**
 * What was rendered and looked at holds no hooks, so none may run: an annotation `helm.sh/hook` among the user's values
 * would bring an object in unseen. The official chart's only hook is for `helm test`.
 */
const NO_HOOKS = '--no-hooks';

/**
 * How long one run of helm may take, in milliseconds. Nothing is waited for in the cluster, so that seconds are usual; a
 * record that is pending for longer belongs to a helm that died.
 */
export const HELM_TIMEOUT_MS = 2 * 60_000;

/** Finds helm at the first call and runs it against one cluster. */
export function createHelm(options: HelmOptions): Helm {
  const {
    kubernetes,
    binary,
    cacheFolder,
    timeoutMs = HELM_TIMEOUT_MS,
  } = options;
  let found: Promise<string> | undefined;
  const charts = new Map<string, SharedRun<HelmChart>>();

  const run = async (
    args: readonly string[],
    { signal }: { readonly signal: AbortSignal },
    more: Pick<HelmRun, 'kubernetes' | 'values' | 'chart' | 'registryConfig'>,
  ) => {
    found ??= findHelm({ configured: binary, cacheFolder });
    return await runHelm({
      ...more,
      binary: await found.catch(error => {
        found = undefined;
        throw error;
      }),
      args,
      signal,
      timeoutMs,
    });
  };
  const mergeFlags = async (call: { readonly signal: AbortSignal }) => {
    const { stdout } = await run(
      ['version', '--template', '{{.Version}}'],
      call,
      {},
    );
    return Number(stdout.match(/^v?(\d+)/)?.[1]) >= 4 ? CLIENT_SIDE : [];
  };
  return {
    pull(ref, call) {
      const key = `${ref.name}@${ref.version}`;
      const known = charts.get(key);
      if (known && !known.calledOff) {
        return known.join(call.signal);
      }
      const pulling: SharedRun<HelmChart> = shareRun(signal =>
        pullChart(ref, {
          ...{ ...options, signal },
          run: (args, more = {}) => run(args, { signal }, more),
        }).catch(error => {
          if (charts.get(key) === pulling) {
            charts.delete(key);
          }
          throw error;
        }),
      );
      charts.set(key, pulling);
      return pulling.join(call.signal);
    },
    async upgradeInstall(install, call) {
      const labels = Object.entries(install.labels ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join(',');
      await run(
        [
          'upgrade',
          install.release,
          CHART_FILE,
          '--install',
          NO_HOOKS,
          '--namespace',
          install.namespace,
          ...(labels ? ['--labels', labels] : []),
          ...(await mergeFlags(call)),
        ],
        call,
        { kubernetes, values: install.values, chart: install.chart.archive },
      );
    },
    async template(install, call) {
      const { stdout } = await run(
        [
          'template',
          install.release,
          CHART_FILE,
          '--namespace',
          install.namespace,
          NO_HOOKS,
          '--kube-version',
          await kubernetes.version(call),
        ],
        call,
        { values: install.values, chart: install.chart.archive },
      );
      return stdout;
    },
    async uninstall({ release, namespace }, call) {
      await run(
        [
          ...['uninstall', release, NO_HOOKS, '--namespace', namespace],
          '--ignore-not-found',
        ],
        call,
        { kubernetes },
      );
    },
  };
}
