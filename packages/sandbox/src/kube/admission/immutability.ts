import type { KubeObject } from '../../kubelet/PodHost';
import type { FieldProblem } from '../api/ApiError';
import { at, objectOf, objectsOf } from '../api/json';
import { sameJson } from '../api/objects';

type Validate = (
  object: KubeObject,
  previous: KubeObject | undefined,
) => FieldProblem[];

function without(
  value: unknown,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).filter(([key]) => !keys.includes(key)),
  );
}

const STATEFUL_SET_CHANGES = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** Only some fields of a StatefulSet may change. */
export const validateStatefulSet: Validate = (object, previous) => {
  if (
    !previous ||
    sameJson(
      without(object.spec, STATEFUL_SET_CHANGES),
      without(previous.spec, STATEFUL_SET_CHANGES),
    )
  ) {
    return selectorProblems(object);
  }
  return [
    {
      field: 'spec',
      type: 'Forbidden',
      detail:
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    },
  ];
};

/** The selector of a workload never changes and must choose its own pods. */
export const validateWorkload: Validate = (object, previous) => {
  const selector = at(object, 'spec', 'selector');
  if (previous && !sameJson(selector, at(previous, 'spec', 'selector'))) {
    return [
      {
        field: 'spec.selector',
        type: 'Invalid',
        value: selector,
        detail: 'field is immutable',
      },
    ];
  }
  return selectorProblems(object);
};

function selectorProblems(object: KubeObject): FieldProblem[] {
  const selector = at(object, 'spec', 'selector');
  if (selector === undefined) {
    return [{ field: 'spec.selector', type: 'Required' }];
  }
  const labels = objectOf(at(object, 'spec', 'template', 'metadata', 'labels'));
  const wanted = objectOf(at(selector, 'matchLabels'));
  if (Object.entries(wanted).every(([key, value]) => labels[key] === value)) {
    return [];
  }
  return [
    {
      field: 'spec.template.metadata.labels',
      type: 'Invalid',
      value: labels,
      detail: '`selector` does not match template `labels`',
    },
  ];
}

function immutable(
  fields: readonly string[],
  detail = 'field is immutable',
): Validate {
  return (object, previous) =>
    previous
      ? fields
          .filter(
            field =>
              !sameJson(
                at(object, ...field.split('.')),
                at(previous, ...field.split('.')),
              ),
          )
          .map(field => ({
            field,
            type: 'Invalid' as const,
            value: at(object, ...field.split('.')),
            detail,
          }))
      : [];
}

/** Of a StorageClass only labels and `allowVolumeExpansion` may change. */
export const validateStorageClass: Validate = (object, previous) =>
  previous
    ? immutable([
        'parameters',
        'provisioner',
        'reclaimPolicy',
        'volumeBindingMode',
      ])(object, previous)
    : requireFields(object, ['provisioner']);

/** A binding always grants the same role. */
export const validateBinding = immutable(['roleRef'], 'cannot change roleRef');

/** A Service keeps its address and needs a port unless it is headless or names another host. */
export const validateService: Validate = (object, previous) => {
  const spec = objectOf(object.spec);
  const exempt = spec.type === 'ExternalName' || spec.clusterIP === 'None';
  if (!exempt && objectsOf(spec.ports).length === 0) {
    return [{ field: 'spec.ports', type: 'Required' }];
  }
  if (!previous || at(previous, 'spec', 'type') === 'ExternalName') return [];
  return immutable(['spec.clusterIP'])(object, previous);
};

const CLAIM_CHANGES = ['resources', 'volumeName', 'storageClassName'];

/** A claim may grow, and be bound; nothing else of it changes. */
export const validateClaim: Validate = (object, previous) => {
  if (!previous) return [];
  const bound = at(previous, 'spec', 'volumeName') !== undefined;
  const keys = bound ? ['resources'] : CLAIM_CHANGES;
  return sameJson(without(object.spec, keys), without(previous.spec, keys))
    ? []
    : [
        {
          field: 'spec',
          type: 'Forbidden',
          detail:
            'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
        },
      ];
};

const POD_CHANGES = [
  'nodeName',
  'tolerations',
  'activeDeadlineSeconds',
  'terminationGracePeriodSeconds',
];

/** Of a pod's spec little more than the image may change. */
export const validatePod: Validate = (object, previous) => {
  if (!previous) {
    const containers = objectsOf(at(object, 'spec', 'containers'));
    return containers.length > 0
      ? containers.flatMap((container, index) =>
          container.name
            ? []
            : [
                {
                  field: `spec.containers[${index}].name`,
                  type: 'Required' as const,
                },
              ],
        )
      : [{ field: 'spec.containers', type: 'Required' }];
  }
  const comparable = (pod: KubeObject) => ({
    ...without(pod.spec, POD_CHANGES),
    containers: objectsOf(at(pod, 'spec', 'containers')).map(container =>
      without(container, ['image']),
    ),
  });
  return sameJson(comparable(object), comparable(previous))
    ? []
    : [
        {
          field: 'spec',
          type: 'Forbidden',
          detail:
            'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
        },
      ];
};

/** An immutable ConfigMap or Secret stays as it is. */
export const validateImmutableData: Validate = (object, previous) =>
  previous?.immutable === true &&
  !(sameJson(object.data, previous.data) && object.immutable === true)
    ? [
        {
          field: 'data',
          type: 'Forbidden',
          detail: 'field is immutable when `immutable` is set',
        },
      ]
    : [];

function requireFields(
  object: KubeObject,
  fields: readonly string[],
): FieldProblem[] {
  return fields
    .filter(field => !at(object, ...field.split('.')))
    .map(field => ({ field, type: 'Required' as const }));
}
