import type { KubeObject } from '../../../kubelet/PodHost';
import {
  childOf,
  isObject,
  objectsOf,
  setDefaults,
  stringMapOf,
} from '../../api/json';

/** Defaults of a Namespace. */
export function setNamespaceDefaults(object: KubeObject): void {
  const labels = childOf(object.metadata, 'labels');
  labels['kubernetes.io/metadata.name'] = object.metadata.name;
  if (object.metadata.deletionTimestamp) return;
  setDefaults(childOf(object, 'spec'), { finalizers: ['kubernetes'] });
}

/** Defaults of a Secret; `stringData` is write-only and ends in `data`. */
export function setSecretDefaults(object: KubeObject): void {
  setDefaults(object, { type: 'Opaque' });
  const plain = stringMapOf(object.stringData);
  delete object.stringData;
  for (const [key, value] of Object.entries(plain)) {
    childOf(object, 'data')[key] = Buffer.from(value).toString('base64');
  }
}

/** Defaults of a claim. */
export function setClaimDefaults(object: KubeObject): void {
  setDefaults(childOf(object, 'spec'), { volumeMode: 'Filesystem' });
}

/** Defaults of a StorageClass. */
export function setStorageClassDefaults(object: KubeObject): void {
  setDefaults(object, {
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  });
}

/** Defaults of a RoleBinding or ClusterRoleBinding. */
export function setBindingDefaults(object: KubeObject): void {
  const group = 'rbac.authorization.k8s.io';
  if (isObject(object.roleRef))
    setDefaults(object.roleRef, { apiGroup: group });
  for (const subject of objectsOf(object.subjects)) {
    if (subject.kind !== 'ServiceAccount') {
      setDefaults(subject, { apiGroup: group });
    }
  }
}

/** Defaults of both kinds of webhook configuration. */
export function setWebhookDefaults(object: KubeObject): void {
  for (const webhook of objectsOf(object.webhooks)) {
    setDefaults(webhook, {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      timeoutSeconds: 10,
    });
    if (object.kind === 'MutatingWebhookConfiguration') {
      setDefaults(webhook, { reinvocationPolicy: 'Never' });
    }
    const client = webhook.clientConfig;
    if (isObject(client) && isObject(client.service)) {
      setDefaults(client.service, { port: 443 });
    }
    for (const rule of objectsOf(webhook.rules)) {
      setDefaults(rule, { scope: '*' });
    }
  }
}

/** Defaults of a NetworkPolicy. */
export function setNetworkPolicyDefaults(object: KubeObject): void {
  const spec = childOf(object, 'spec');
  setDefaults(spec, {
    policyTypes: spec.egress ? ['Ingress', 'Egress'] : ['Ingress'],
  });
}
