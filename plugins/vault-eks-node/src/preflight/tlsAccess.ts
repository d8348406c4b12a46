import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Rule } from './Rule';

type Tls = Pick<VaultClusterSpec['tls'], 'signer' | 'issuer'>;

/** The signer that EKS has for server certificates. */
const SIGNER = 'beta.eks.amazonaws.com/app-serving';

const CSR = {
  group: 'certificates.k8s.io',
  resource: 'certificatesigningrequests',
};

/** What a certificate takes across the cluster, by its signer. */
export function tlsClusterRules({ signer, issuer }: Tls): readonly Rule[] {
  if (signer === 'eks') {
    return [
      { ...CSR, verbs: ['get', 'create'] },
      { ...CSR, subresource: 'approval', verbs: ['update'] },
      {
        group: 'certificates.k8s.io',
        resource: 'signers',
        name: SIGNER,
        verbs: ['approve'],
      },
    ];
  }
  return issuer?.kind === 'ClusterIssuer'
    ? [
        {
          group: 'cert-manager.io',
          resource: 'clusterissuers',
          name: issuer.name,
          verbs: ['get'],
        },
      ]
    : [];
}

/** What a certificate takes in Vault's namespace, beside its secret and its ConfigMap. */
export function tlsNamespaceRules({ signer, issuer }: Tls): readonly Rule[] {
  if (signer !== 'cert-manager') {
    return [];
  }
  const group = 'cert-manager.io';
  return [
    {
      group,
      resource: 'certificates',
      verbs: ['get', 'create', 'patch', 'delete'],
    },
    // Has a new one issued before its time, as cmctl does.
    {
      group,
      resource: 'certificates',
      subresource: 'status',
      verbs: ['patch'],
    },
    { group, resource: 'certificaterequests', verbs: ['list'] },
    ...(issuer?.kind === 'Issuer'
      ? [{ group, resource: 'issuers', name: issuer.name, verbs: ['get'] }]
      : []),
  ];
}
