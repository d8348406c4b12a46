import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Sandbox } from '@vault-eks/sandbox';
import { kubectl } from '../kubectl';

const IN_NAMESPACE = [
  'statefulsets',
  'deployments',
  'pods',
  'services',
  'serviceaccounts',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'networkpolicies',
  'roles',
  'rolebindings',
];

const OF_CLUSTER = [
  'namespaces',
  'storageclasses',
  'clusterroles',
  'clusterrolebindings',
  'mutatingwebhookconfigurations',
];

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly type?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly rules?: unknown;
  readonly subjects?: unknown;
  readonly parameters?: unknown;
  readonly spec?: unknown;
  readonly status?: { readonly phase?: string };
}

/** Specs that no controller completes with names of its own. */
const WITH_SPEC = ['StatefulSet', 'PodDisruptionBudget', 'NetworkPolicy'];

async function objects(
  sandbox: Pick<Sandbox, 'files'>,
  ...args: string[]
): Promise<readonly KubernetesObject[]> {
  const text = await kubectl(sandbox, 'get', ...args, '--output=json');
  const { items }: { items: readonly KubernetesObject[] } = JSON.parse(text);
  return items;
}

function essence(object: KubernetesObject) {
  const { kind, metadata, type, data, rules, subjects, parameters } = object;
  const { labels = {}, annotations = {} } = metadata;
  return {
    kind,
    name: metadata.name,
    labels: Object.keys(labels).filter(label => !label.endsWith('hash')),
    annotations: Object.keys(annotations),
    ...{ type, rules, subjects, parameters },
    data: data && Object.keys(data),
    spec: WITH_SPEC.includes(kind) ? object.spec : undefined,
    phase: object.status?.phase,
  };
}

/** Helm's records count the tries, which differ. */
const isHelmRecord = ({ type }: KubernetesObject) =>
  type === 'helm.sh/release.v1';

/** Everything in the EKS cluster that belongs to a Vault, without what differs from run to run. */
export async function clusterState(
  sandbox: Pick<Sandbox, 'files'>,
  { namespace }: Pick<VaultClusterSpec, 'namespace'>,
): Promise<unknown> {
  const [inside, around] = await Promise.all([
    objects(sandbox, IN_NAMESPACE.join(), `--namespace=${namespace}`),
    objects(sandbox, OF_CLUSTER.join()),
  ]);
  const ours = around.filter(({ metadata }) =>
    metadata.name.split('-').join('/').includes(namespace.split('-').join('/')),
  );
  const all = [...inside.filter(object => !isHelmRecord(object)), ...ours]
    .map(essence)
    .map(object =>
      JSON.stringify(object)
        .replaceAll(namespace, '<namespace>')
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
        .replace(/[0-9a-f]{64}/g, '<sum>')
        .replace(/(injector)-\w+-\w+"/g, '$1-<pod>"'),
    );
  return all.sort().map(text => JSON.parse(text));
}
