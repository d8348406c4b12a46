import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Each namespace has it, and only the API server writes it. Source: Kubernetes, `NamespaceDefaultLabelName`. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Which namespaces the webhook of the injector is asked about; `undefined` for all. */
export function namespaceSelector({
  namespace,
  injector,
}: Pick<VaultClusterSpec, 'namespace' | 'injector'>) {
  const { namespaces, exceptNamespaces } = injector;
  const by = (operator: 'In' | 'NotIn', names: readonly string[]) => ({
    matchExpressions: [
      {
        key: NAMESPACE_NAME_LABEL,
        operator,
        values: [...new Set(names)].sort(),
      },
    ],
  });
  if (namespaces.length > 0) {
    return by('In', [namespace, ...namespaces]);
  }
  return exceptNamespaces.length > 0
    ? by('NotIn', exceptNamespaces)
    : undefined;
}
