import { isError } from '@backstage/errors';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { Helm, HelmInstall } from '../../../connections/helm';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type { Change, OperationContext } from '../../../engine/ManagedResource';
import { refuseUnknownValues } from './chart/refuseUnknownValues';
import type { ReleaseRecord } from './readRelease';
import { CHART } from './releaseChanges';
import { foreignObjects } from './rendered/foreignObjects';
import { objectChanges } from './rendered/objectChanges';
import { parseManifest } from './rendered/parseManifest';
import { refuseBroken } from './rendered/refuseBroken';
import type { ChartWiring } from './values/Wiring';

/** What is rendered, and with what. */
export interface RenderOptions {
  readonly wiring: ChartWiring;
  readonly values: HelmInstall['values'];
  readonly helm: Helm;
}

/**
 * Renders the release and looks at every object before any is installed.
 *
 * @throws InputError when the user's values, or the chart, make something of it that this product does not stand for
 * @throws ServiceUnavailableError when the chart cannot be had, or helm fails
 */
export async function renderRelease(
  { wiring, values, helm }: RenderOptions,
  ctx: OperationContext,
): Promise<{
  readonly install: HelmInstall;
  readonly objects: readonly KubernetesObject[];
}> {
  const { release, namespace, chartVersion, values: user } = wiring.spec;
  const chart = await helm.pull({ name: CHART, version: chartVersion }, ctx);
  refuseUnknownValues(user, chart);
  const install = { release, namespace, chart, values };
  const manifest = await helm.template(install, ctx);
  const objects = parseManifest(manifest, namespace);
  refuseBroken({ objects, wiring });
  return { install, objects };
}

/** What an install or upgrade would come to: the objects by kind and name, or why it cannot be. */
export async function forecastRelease(
  options: RenderOptions & { readonly kubernetes: KubernetesConnection },
  ctx: OperationContext,
  record?: ReleaseRecord,
): Promise<readonly Change[]> {
  const { kubernetes, wiring } = options;
  const { release, namespace } = wiring.spec;
  try {
    const { objects } = await renderRelease(options, ctx);
    const before = parseManifest(record?.manifest ?? '', namespace);
    const changes = objectChanges(before, objects);
    const foreign = await foreignObjects(objects, {
      ...{ kubernetes, namespace, release, call: ctx },
    });
    return foreign.length === 0
      ? changes
      : [
          ...changes,
          {
            field: 'objects',
            refusal: `Helm would not take over what is there already: ${foreign.join(
              ', ',
            )}. Delete that, or choose another \`release\` or \`namespace\`.`,
          },
        ];
  } catch (error) {
    ctx.signal.throwIfAborted();
    const refusal = isError(error) ? error.message : 'helm gave no reason';
    return [{ field: 'chart', refusal: `${refusal}.` }];
  }
}
