import {
  chartFullname,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** The spec allows nine replicas; naming them all lets a cluster grow without a new certificate. */
const MOST_REPLICAS = 9;

/** The names that Vault is reached by, and so must bear in its certificate. */
export interface SubjectNames {
  readonly commonName: string;
  readonly dns: readonly string[];
  readonly ips: readonly string[];
}

/** Derives the names from the chart's services and pods. */
export function subjectNames(
  spec: Pick<VaultClusterSpec, 'release' | 'namespace' | 'tls' | 'ui'>,
): SubjectNames {
  const { namespace } = spec;
  const fullname = chartFullname(spec.release);
  const internal = `${fullname}-internal`;
  const everywhere = (host: string) =>
    ['', '.svc', '.svc.cluster.local'].map(
      domain => `${host}.${namespace}${domain}`,
    );
  const services = ['', '-active', '-standby', '-ui'].flatMap(suffix =>
    everywhere(`${fullname}${suffix}`),
  );
  // TLS libraries accept no wildcard directly below a single label, so short pod names are spelled out.
  const pods = Array.from(
    { length: MOST_REPLICAS },
    (_, i) => `${fullname}-${i}.${internal}`,
  );
  const dns = [
    ...services,
    ...pods,
    ...everywhere(`*.${internal}`),
    ...(spec.ui.hostname ? [spec.ui.hostname] : []),
    ...spec.tls.extraDnsNames,
    'localhost',
  ];
  return {
    commonName: `${fullname}.${namespace}.svc`,
    dns: [...new Set(dns)],
    ips: ['127.0.0.1'],
  };
}
