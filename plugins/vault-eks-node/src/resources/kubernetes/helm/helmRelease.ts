import type { V1Service } from '@kubernetes/client-node';
import type { Helm } from '../../../connections/helm';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type {
  ManagedResource,
  OperationContext,
  Removal,
} from '../../../engine/ManagedResource';
import { readRelease } from './readRelease';
import { untilNoPods } from './untilNoPods';
import {
  CHART,
  isOurRelease,
  isStuck,
  MANAGED_LABEL,
  ObservedRelease,
  releaseChanges,
} from './releaseChanges';
import { chartValues } from './values/chartValues';
import type { ChartWiring } from './values/Wiring';
import {
  isRunning,
  listVaultPods,
  whyNotRunning,
} from '../../../connections/vault';

/** What dependants need to know. */
export interface HelmReleaseOutput {
  readonly fullname: string;
  readonly serviceUrl: string;
  readonly uiUrl?: string;
}

/** Vault itself: the official chart, installed by the real helm. */
export function helmRelease(options: {
  readonly wiring: ChartWiring;
  readonly helm: Helm;
  readonly kubernetes: KubernetesConnection;
  /** Runs before a release that exists is changed. */
  readonly beforeUpgrade?: (ctx: OperationContext) => Promise<void>;
}): ManagedResource<ObservedRelease, HelmReleaseOutput> {
  const { wiring, helm, kubernetes } = options;
  const { spec, names } = wiring;
  const { namespace, release } = spec;
  const values = chartValues(wiring);

  const output = (loadBalancer?: string): HelmReleaseOutput => {
    const host = spec.ui.hostname ?? loadBalancer;
    return {
      fullname: names.fullname,
      serviceUrl: `https://${names.fullname}-active.${namespace}.svc:8200`,
      uiUrl:
        spec.ui.exposure !== 'none' && host
          ? `https://${host}:8200/ui`
          : undefined,
    };
  };

  const install = async (ctx: OperationContext) => {
    const chart = await helm.pull(
      { name: CHART, version: spec.chartVersion },
      ctx,
    );
    const labels = { [MANAGED_LABEL]: 'true' };
    await helm.upgradeInstall(
      { release, namespace, chart, values, labels },
      ctx,
    );
  };

  const loadBalancerOf = async (ctx: OperationContext) => {
    if (spec.ui.exposure === 'none') {
      return undefined;
    }
    const service = await kubernetes.get<V1Service>(
      {
        apiVersion: 'v1',
        kind: 'Service',
        name: `${names.fullname}-ui`,
        namespace,
      },
      ctx,
    );
    return service?.status?.loadBalancer?.ingress?.[0]?.hostname;
  };

  const podProblems = async (ctx: OperationContext) => {
    const pods = await listVaultPods(kubernetes, spec, ctx);
    return names.pods.flatMap(name => {
      const pod = pods.find(p => p.metadata?.name === name);
      if (!pod) {
        return [`${name} not created yet`];
      }
      return isRunning(pod) ? [] : [`${name} ${whyNotRunning(pod)}`];
    });
  };

  return {
    title: `Helm release ${namespace}/${release}`,
    async observe(ctx) {
      const record = await readRelease(kubernetes, spec, ctx);
      if (!record || record.status === 'uninstalled') {
        return undefined;
      }
      const [waitingPods, loadBalancer] = await Promise.all([
        podProblems(ctx),
        loadBalancerOf(ctx),
      ]);
      return { record, waitingPods, loadBalancer, observedAt: new Date() };
    },
    diff: observed => releaseChanges(observed, { spec, values }),
    create: install,
    async update(ctx, observed) {
      if (isStuck(observed)) {
        // Helm refuses to touch a release while its newest record is pending, even when the helm that wrote it is gone.
        ctx.log(
          `Helm release ${release} is stuck in ${observed.record.status}; removing that record`,
        );
        await kubernetes.delete(
          {
            apiVersion: 'v1',
            kind: 'Secret',
            name: observed.record.secretName,
            namespace,
          },
          ctx,
        );
      }
      await options.beforeUpgrade?.(ctx);
      await install(ctx);
    },
    async removal({ record }): Promise<Removal> {
      return isOurRelease(record)
        ? { verb: 'delete' }
        : { verb: 'keep', reason: 'it was not made by this product' };
    },
    async delete(ctx) {
      await helm.uninstall({ release, namespace }, ctx);
      // Helm ends with the StatefulSet; what the pods stand on must not go before they have.
      await untilNoPods(kubernetes, spec, ctx);
    },
    output: ({ loadBalancer }) => output(loadBalancer),
    predict: () => output(),
  };
}
