import type { V1NetworkPolicy } from '@kubernetes/client-node';
import { isKind } from '../parseManifest';
import type { Assertion } from './Assertion';

/** Where the spec wants a NetworkPolicy, one selects the Vault pods and limits both directions. */
export const networkGuard: Assertion = {
  by: ['server.networkPolicy'],
  faults({ objects, wiring }) {
    const { spec } = wiring;
    const guards = objects
      .filter(isKind<V1NetworkPolicy>('NetworkPolicy'))
      .filter(
        policy =>
          policy.spec?.podSelector?.matchLabels?.[
            'app.kubernetes.io/instance'
          ] === spec.release,
      );
    if (!spec.networkPolicy.enabled) {
      return [];
    }
    return guards.some(
      ({ spec: rules }) => rules?.ingress?.length && rules.egress?.length,
    )
      ? []
      : ['no NetworkPolicy guards the Vault pods'];
  },
};
