import type { ClusterIdentity } from '../../world';
import type { Registry } from '../store/Registry';
import { addonObjects, SeededObject } from './addons';
import {
  defaultClusterRoleBindings,
  defaultClusterRoles,
} from './clusterRoles';
import { nodeObject } from './nodes';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const RBAC = 'rbac.authorization.k8s.io';

/** Makes what every EKS cluster has before anyone has done anything; what is there already stays as it is. */
export function seedCluster(store: Registry, identity: ClusterIdentity): void {
  const objects: SeededObject[] = [
    ...NAMESPACES.map(name => ({
      group: '',
      plural: 'namespaces',
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    })),
    ...defaultClusterRoles().map(object => ({
      group: RBAC,
      plural: 'clusterroles',
      object,
    })),
    ...defaultClusterRoleBindings().map(object => ({
      group: RBAC,
      plural: 'clusterrolebindings',
      object,
    })),
    ...identity.nodes.map(node => ({
      group: '',
      plural: 'nodes',
      object: nodeObject(node, identity),
    })),
    kubernetesService(),
    ...addonObjects({
      nodeNames: identity.nodes.map(node => node.name),
      hasLoadBalancerController: identity.hasLoadBalancerController,
    }),
  ];
  for (const { group, plural, object } of objects) {
    const { namespace, name } = object.metadata;
    if (store.get(group, plural, namespace, name)) continue;
    store.create(group, plural, object);
  }
}

function kubernetesService(): SeededObject {
  return {
    group: '',
    plural: 'services',
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        clusterIP: '10.100.0.1',
        ports: [{ name: 'https', port: 443, targetPort: 443 }],
      },
    },
  };
}
