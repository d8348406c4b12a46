import type { Helm } from '../../../connections/helm';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type {
  ManagedResource,
  OperationContext,
  Removal,
} from '../../../engine/ManagedResource';
import { installRelease } from './installRelease';
import { observeRelease } from './observeRelease';
import type { ReleaseRecord } from './readRelease';
import { forecastRelease } from './renderRelease';
import { untilNoPods } from './untilNoPods';
import {
  isOurRelease,
  isStuck,
  ObservedRelease,
  releaseChanges,
} from './releaseChanges';
import { chartValues } from './values/chartValues';
import type { ChartWiring } from './values/Wiring';

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

  const rendering = { wiring, values, helm };

  /** Takes away what a helm that died has left, so that Helm touches the release again. */
  const freeRelease = async (
    { status, secretName }: ReleaseRecord,
    ctx: OperationContext,
  ) => {
    if (status === 'uninstalling') {
      ctx.log(`Helm release ${release} was being uninstalled; finishing that`);
      await helm.uninstall({ release, namespace }, ctx);
      await untilNoPods(kubernetes, spec, ctx);
      return;
    }
    ctx.log(
      `Helm release ${release} is stuck in ${status}; removing that record`,
    );
    await kubernetes.delete(
      { apiVersion: 'v1', kind: 'Secret', name: secretName, namespace },
      ctx,
    );
  };

  return {
    title: `Helm release ${namespace}/${release}`,
    observe: ctx => observeRelease({ spec, names, kubernetes }, ctx),
    diff: observed => releaseChanges(observed, { spec, values }),
    forecast: (ctx, observed) =>
      forecastRelease({ ...rendering, kubernetes }, ctx, observed?.record),
    create: ctx => installRelease(rendering, ctx),
    async update(ctx, observed) {
      await installRelease(rendering, ctx, async () => {
        if (isStuck(observed)) {
          await freeRelease(observed.record, ctx);
        }
        await options.beforeUpgrade?.(ctx);
      });
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
