import { Assertion, statefulSetsOf } from './Assertion';

/** One StatefulSet under our name, with the replicas of the spec, whose pods start side by side and are replaced by us alone. */
export const oneStatefulSet: Assertion = {
  by: [
    'server.enabled',
    'server.podManagementPolicy',
    'server.updateStrategyType',
  ],
  faults(rendered) {
    const { names, spec } = rendered.wiring;
    const found = statefulSetsOf(rendered);
    if (found.length !== 1) {
      return [`it renders ${found.length} StatefulSets, and Vault is one`];
    }
    const [{ metadata, spec: set }] = found;
    return [
      ...(metadata?.name === names.fullname
        ? []
        : [`StatefulSet ${metadata?.name} should be ${names.fullname}`]),
      ...(set?.replicas === spec.replicas
        ? []
        : [`it has ${set?.replicas} replicas instead of ${spec.replicas}`]),
      // A pod is not ready before Vault is initialised: the second would wait for the first for ever.
      ...(set?.podManagementPolicy === 'Parallel'
        ? []
        : [
            'its pods would start one after the other, each waiting for a ready one before it',
          ]),
      ...(set?.updateStrategy?.type === 'OnDelete'
        ? []
        : [
            'Kubernetes would replace its pods by itself, without waiting for each to be unsealed',
          ]),
    ];
  },
};
