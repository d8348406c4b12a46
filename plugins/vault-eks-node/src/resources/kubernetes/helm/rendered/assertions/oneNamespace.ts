import { nameOf } from '../parseManifest';
import type { Assertion } from './Assertion';

/** Everything that has a namespace is in ours. */
export const oneNamespace: Assertion = {
  by: ['global.namespace'],
  faults: ({ objects, wiring }) =>
    objects.flatMap(object => {
      const { namespace } = object.metadata ?? {};
      return namespace === undefined || namespace === wiring.spec.namespace
        ? []
        : [`${nameOf(object)} would be in namespace ${namespace}`];
    }),
};
