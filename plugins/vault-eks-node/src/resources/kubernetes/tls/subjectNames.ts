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

/** X.520 allows a common name of 64 characters; cert-manager refuses longer ones. */
const LONGEST_COMMON_NAME = 64;

type Named = Pick<VaultClusterSpec, 'release' | 'namespace' | 'tls' | 'ui'>;

const further = ({ ui, tls }: Named) => [
  ...(ui.hostname ? [ui.hostname] : []),
  ...tls.extraDnsNames,
];

/** Derives the names from the chart's services and pods. */
export function subjectNames(spec: Named): SubjectNames {
  const { namespace } = spec;
  const fullname = chartFullname(spec.release);
  const internal = `${fullname}-internal`;
  const everywhere = (host: string) =>
    ['', '.svc', '.svc.cluster.local'].map(
      domain => `${host}.${namespace}${domain}`,
    );
  const alsoShort = (host: string) => [host, ...everywhere(host)];
  const services = ['', '-active', '-standby', '-ui', '-internal'].flatMap(
    suffix => alsoShort(`${fullname}${suffix}`),
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
    ...further(spec),
    'localhost',
  ];
  const commonName = `${fullname}.${namespace}.svc`;
  return {
    commonName: commonName.length > LONGEST_COMMON_NAME ? fullname : commonName,
    dns: [...new Set(dns)],
    ips: [...new Set(['127.0.0.1', ...spec.tls.extraIps])],
  };
}

/** The fewest names that a certificate of others must bear: those that this product and the clients of Vault ask for. */
export function demandedNames(
  spec: Named & Pick<VaultClusterSpec, 'replicas'>,
): Pick<SubjectNames, 'dns' | 'ips'> {
  const { namespace, replicas } = spec;
  const fullname = chartFullname(spec.release);
  const services = ['', '-active'].map(
    suffix => `${fullname}${suffix}.${namespace}.svc`,
  );
  const pods = Array.from(
    { length: replicas },
    (_, i) => `${fullname}-${i}.${fullname}-internal`,
  );
  return {
    dns: [...new Set([...services, ...pods, ...further(spec)])],
    ips: spec.tls.extraIps,
  };
}
