import type { V1ServiceAccount } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../connections/kubernetes';
import type { ManagedResource } from '../../engine/ManagedResource';
import { isOurs, Owner, ownershipMarks } from './ownership';

/**
 * A service account without a pod: its short-lived tokens are how a person or the portal logs in to Vault. One that
 * exists is used as it is.
 */
export function loginServiceAccount(options: {
  readonly owner: Owner;
  readonly name: string;
  readonly kubernetes: KubernetesConnection;
}): ManagedResource<V1ServiceAccount, { readonly name: string }> {
  const { owner, name, kubernetes } = options;
  const { namespace } = owner;
  const ref = { apiVersion: 'v1', kind: 'ServiceAccount', name, namespace };
  return {
    title: `Service account ${namespace}/${name}`,
    observe: ctx => kubernetes.get<V1ServiceAccount>(ref, ctx),
    diff: () => [],
    async create(ctx) {
      await kubernetes.apply<V1ServiceAccount>(
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name, namespace, ...ownershipMarks(owner) },
          automountServiceAccountToken: false,
        },
        ctx,
      );
    },
    async update() {
      // Nothing of it is ever changed.
    },
    async delete(ctx) {
      await kubernetes.delete(ref, ctx);
    },
    adopted: observed => !isOurs(observed, owner),
    output: () => ({ name }),
    predict: () => ({ name }),
  };
}
