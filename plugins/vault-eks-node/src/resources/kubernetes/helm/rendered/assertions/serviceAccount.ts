import type {
  V1ClusterRoleBinding,
  V1ServiceAccount,
} from '@kubernetes/client-node';
import { isKind } from '../parseManifest';
import { Assertion, statefulSetsOf } from './Assertion';

const ROLE = 'eks.amazonaws.com/role-arn';

/** The pods run as the service account that may assume the role, and that may review tokens. */
export const serviceAccount: Assertion = {
  by: ['server.serviceAccount', 'server.authDelegator'],
  faults(rendered) {
    const { objects, wiring } = rendered;
    const { names, roleArn, spec } = wiring;
    const name = names.serviceAccount;
    const account = objects
      .filter(isKind<V1ServiceAccount>('ServiceAccount'))
      .find(({ metadata }) => metadata?.name === name);
    const used =
      statefulSetsOf(rendered)[0]?.spec?.template.spec?.serviceAccountName;
    const reviews = objects
      .filter(isKind<V1ClusterRoleBinding>('ClusterRoleBinding'))
      .some(
        ({ roleRef, subjects }) =>
          roleRef.name === 'system:auth-delegator' &&
          subjects?.some(
            subject =>
              subject.name === name && subject.namespace === spec.namespace,
          ),
      );
    return [
      ...(account ? [] : [`there is no ServiceAccount ${name}`]),
      ...(account && account.metadata?.annotations?.[ROLE] !== roleArn
        ? [`ServiceAccount ${name} does not name the role of Vault in ${ROLE}`]
        : []),
      ...(used === name ? [] : [`the Vault pods would not run as ${name}`]),
      ...(reviews
        ? []
        : [
            `ServiceAccount ${name} may not review tokens, which the kubernetes auth method needs`,
          ]),
    ];
  },
};
