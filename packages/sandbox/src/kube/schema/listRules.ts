/** How the items of a list are told apart when two versions of it are merged. */
export type ListRule =
  | { readonly type: 'atomic'; readonly patchMergeKey?: string }
  | { readonly type: 'set' }
  | {
      readonly type: 'map';
      readonly keys: readonly string[];
      readonly patchMergeKey?: string;
      readonly retainKeys?: boolean;
    };

const ATOMIC: ListRule = { type: 'atomic' };
const SET: ListRule = { type: 'set' };

function keyedBy(...keys: string[]): ListRule {
  return { type: 'map', keys, patchMergeKey: keys[0] };
}

/** Lists that Kubernetes' own schemas mark as mergeable, by model and field; every other list is atomic. */
const RULES: Readonly<Record<string, ListRule>> = {
  'V1Container.env': keyedBy('name'),
  'V1Container.ports': keyedBy('containerPort', 'protocol'),
  'V1Container.volumeDevices': keyedBy('devicePath'),
  'V1Container.volumeMounts': keyedBy('mountPath'),
  'V1MutatingWebhookConfiguration.webhooks': keyedBy('name'),
  'V1NodeSpec.podCIDRs': SET,
  'V1NodeSpec.taints': { type: 'atomic', patchMergeKey: 'key' },
  'V1NodeStatus.addresses': keyedBy('type'),
  'V1ObjectMeta.finalizers': SET,
  'V1ObjectMeta.ownerReferences': keyedBy('uid'),
  'V1PodSpec.containers': keyedBy('name'),
  'V1PodSpec.ephemeralContainers': keyedBy('name'),
  'V1PodSpec.hostAliases': keyedBy('ip'),
  'V1PodSpec.imagePullSecrets': keyedBy('name'),
  'V1PodSpec.initContainers': keyedBy('name'),
  'V1PodSpec.topologySpreadConstraints': keyedBy(
    'topologyKey',
    'whenUnsatisfiable',
  ),
  'V1PodSpec.volumes': {
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    retainKeys: true,
  },
  'V1PodStatus.podIPs': keyedBy('ip'),
  'V1ServiceAccount.secrets': keyedBy('name'),
  'V1ServiceSpec.ports': keyedBy('port', 'protocol'),
  'V1ValidatingWebhookConfiguration.webhooks': keyedBy('name'),
};

/** Objects that are replaced whole, by model. */
const ATOMIC_MODELS = new Set([
  'CoreV1EndpointPort',
  'RbacV1Subject',
  'V1ConfigMapKeySelector',
  'V1EndpointAddress',
  'V1LabelSelector',
  'V1LocalObjectReference',
  'V1NodeSelector',
  'V1NodeSelectorTerm',
  'V1ObjectFieldSelector',
  'V1ObjectReference',
  'V1ResourceFieldSelector',
  'V1RoleRef',
  'V1ScopeSelector',
  'V1SecretKeySelector',
  'V1SecretReference',
  'V1TopologySelectorTerm',
  'V1TypedLocalObjectReference',
]);

const ATOMIC_FIELDS = new Set([
  'V1PodSpec.nodeSelector',
  'V1ReplicationControllerSpec.selector',
  'V1ServiceSpec.selector',
]);

/** The rule of this list field; conditions are always told apart by their type. */
export function listRuleOf(model: string, field: string): ListRule {
  if (field === 'conditions') return keyedBy('type');
  return RULES[`${model}.${field}`] ?? ATOMIC;
}

/** Whether the model's objects are replaced whole. */
export function isAtomicModel(model: string): boolean {
  return ATOMIC_MODELS.has(model);
}

/** Whether this map or object field is replaced whole. */
export function isAtomicField(model: string, field: string): boolean {
  return ATOMIC_FIELDS.has(`${model}.${field}`);
}
