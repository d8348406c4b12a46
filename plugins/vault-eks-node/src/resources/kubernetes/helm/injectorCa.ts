import type { Helm } from '../../../connections/helm';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type { ManagedResource } from '../../../engine/ManagedResource';
import { installRelease } from './installRelease';
import { readRelease } from './readRelease';
import { chartValues } from './values/chartValues';
import { CACERT_VARIABLE } from './values/injectorValues';
import { isMap } from './values/userValues';
import type { ChartWiring } from './values/Wiring';

/** What the injector hands to agents now; nothing where there is no release yet. */
export interface ObservedInjectorCa {
  readonly cacert?: unknown;
}

const at = (values: unknown, name: string): unknown =>
  isMap(values) ? values[name] : undefined;

const cacertIn = (values: unknown): unknown =>
  at(at(at(values, 'injector'), 'extraEnvironmentVars'), CACERT_VARIABLE);

/**
 * The injector hands out the CA of Vault alone. While pods of a former signer served, the release was given the older one
 * too, so that agents verify whichever pod answers them.
 */
export function injectorCa(options: {
  readonly wiring: ChartWiring;
  readonly helm: Helm;
  readonly kubernetes: KubernetesConnection;
}): ManagedResource<ObservedInjectorCa, undefined> {
  const { wiring, helm, kubernetes } = options;
  const { namespace, release } = wiring.spec;
  const values = chartValues(wiring);
  return {
    title: `CA of Vault alone in the injector of ${namespace}/${release}`,
    async observe(ctx) {
      const record = await readRelease(kubernetes, wiring.spec, ctx);
      return { cacert: record && cacertIn(record.values) };
    },
    diff: ({ cacert }) =>
      cacert === undefined || cacert === cacertIn(values)
        ? []
        : [{ field: 'CA', from: 'an older one too', to: 'the one alone' }],
    async create() {
      // The release brings it.
    },
    update: ctx => installRelease({ wiring, values, helm }, ctx),
    async delete() {
      // It ends with the release.
    },
    output: () => undefined,
    predict: () => undefined,
  };
}
