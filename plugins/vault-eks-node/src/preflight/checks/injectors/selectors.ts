import type {
  V1LabelSelector,
  V1LabelSelectorRequirement,
} from '@kubernetes/client-node';

type Labels = Readonly<Record<string, string>>;

/** A selector as one list; an absent one asks for nothing. */
export function requirementsOf(
  selector: V1LabelSelector | undefined,
): readonly V1LabelSelectorRequirement[] {
  return [
    ...Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({
      ...{ key, operator: 'In', values: [value] },
    })),
    ...(selector?.matchExpressions ?? []),
  ];
}

function meets(
  { key, operator, values = [] }: V1LabelSelectorRequirement,
  labels: Labels,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Whether a selector chooses what has these labels. Source: Kubernetes, `labels.Requirement`. */
export function selects(
  selector: V1LabelSelector | undefined,
  labels: Labels,
): boolean {
  return requirementsOf(selector).every(one => meets(one, labels));
}

/** Whether what the first asks for leaves nothing that the second would take. */
function excludes(
  a: V1LabelSelectorRequirement,
  b: V1LabelSelectorRequirement,
): boolean {
  if (a.key !== b.key) {
    return false;
  }
  return a.operator === 'In'
    ? (a.values ?? []).every(value => !meets(b, { [b.key]: value }))
    : a.operator === 'Exists' && b.operator === 'DoesNotExist';
}

/** Whether no labels whatever, today's or tomorrow's, are chosen by both. */
export function areApart(
  a: V1LabelSelector | undefined,
  b: V1LabelSelector | undefined,
): boolean {
  return requirementsOf(a).some(one =>
    requirementsOf(b).some(
      other => excludes(one, other) || excludes(other, one),
    ),
  );
}
