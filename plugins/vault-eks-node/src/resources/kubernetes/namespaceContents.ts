import type { KubernetesObject } from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../connections/kubernetes';
import { isOurs, Owner } from './ownership';

/** Kinds that tell whether somebody lives in a namespace. */
const TELLING_KINDS: readonly (readonly [string, string])[] = [
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['v1', 'Secret'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'Deployment'],
];

/** Further kinds that would be missed when the namespace went. */
const DEAR_KINDS: readonly (readonly [string, string])[] = [
  ['v1', 'ConfigMap'],
  ['v1', 'ServiceAccount'],
];

/** What Kubernetes puts into every namespace, and the injector into its own. */
const BY_ITSELF = [
  'ConfigMap kube-root-ca.crt',
  'ServiceAccount default',
  'Secret vault-injector-certs',
];

const nameOf = (kind: string, object: KubernetesObject) =>
  `${kind} ${object.metadata?.name}`;

async function listAll(
  kinds: typeof TELLING_KINDS,
  options: {
    readonly kubernetes: KubernetesConnection;
    readonly namespace: string;
    readonly call: CallOptions;
  },
): Promise<{ readonly kind: string; readonly object: KubernetesObject }[]> {
  const { kubernetes, namespace, call } = options;
  const lists = await Promise.all(
    kinds.map(async ([apiVersion, kind]) =>
      (
        await kubernetes.list<KubernetesObject>(
          { apiVersion, kind, namespace },
          call,
        )
      ).map(object => ({ kind, object })),
    ),
  );
  return lists.flat();
}

/** Some of what is in a namespace, for a person; empty when nobody lives in it. */
export async function contentsOf(
  kubernetes: KubernetesConnection,
  namespace: string,
  call: CallOptions,
): Promise<readonly string[]> {
  const found = await listAll(TELLING_KINDS, { kubernetes, namespace, call });
  return found.map(({ kind, object }) => nameOf(kind, object));
}

/** What is in the namespace of a Vault and does not go with that Vault. */
export async function contentsOfOthers(
  kubernetes: KubernetesConnection,
  owner: Owner,
  call: CallOptions,
): Promise<readonly string[]> {
  const { namespace, release } = owner;
  const found = await listAll([...TELLING_KINDS, ...DEAR_KINDS], {
    kubernetes,
    namespace,
    call,
  });
  const goesWithIt = (object: KubernetesObject) => {
    const { labels = {}, ownerReferences = [] } = object.metadata ?? {};
    return (
      ownerReferences.length > 0 ||
      isOurs(object, owner) ||
      labels['app.kubernetes.io/instance'] === release ||
      (labels.owner === 'helm' && labels.name === release)
    );
  };
  return found
    .filter(({ object }) => !goesWithIt(object))
    .map(({ kind, object }) => nameOf(kind, object))
    .filter(name => !BY_ITSELF.includes(name));
}
