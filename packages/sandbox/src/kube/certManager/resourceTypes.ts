import type { SeededObject } from '../seed/addons';

/** The group of cert-manager's API. */
export const CERT_MANAGER = 'cert-manager.io';

/** The namespace that cert-manager runs in, and that a ClusterIssuer's secrets are in. */
export const CERT_MANAGER_NAMESPACE = 'cert-manager';

const KINDS = [
  ['certificates', 'Certificate', 'Namespaced'],
  ['certificaterequests', 'CertificateRequest', 'Namespaced'],
  ['issuers', 'Issuer', 'Namespaced'],
  ['clusterissuers', 'ClusterIssuer', 'Cluster'],
] as const;

/** The kinds, for whoever needs their shape. */
export const CERT_MANAGER_KINDS: readonly string[] = KINDS.map(
  ([, kind]) => kind,
);

/** The definitions of the custom resources, as the cluster lists them. */
export function definitions(): SeededObject[] {
  return KINDS.map(([plural, kind, scope]) => ({
    group: 'apiextensions.k8s.io',
    plural: 'customresourcedefinitions',
    object: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${CERT_MANAGER}` },
      spec: {
        group: CERT_MANAGER,
        names: { plural, kind, singular: kind.toLowerCase() },
        scope,
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    },
  }));
}
