import {
  ClusterVersionInformation,
  EKSClient,
  paginateDescribeClusterVersions,
} from '@aws-sdk/client-eks';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PreflightCheck } from '../PreflightCheck';

/** Enough to plan an upgrade, one minor version at a time. */
const NOTICE_DAYS = 60;

const DAY_MS = 86_400_000;

/** What EKS says of these Kubernetes versions, as far as it knows them. */
export async function readVersions(options: {
  readonly eks: EKSClient;
  readonly versions: readonly string[];
  readonly signal: AbortSignal;
}): Promise<ReadonlyMap<string, ClusterVersionInformation>> {
  const { eks, versions, signal } = options;
  const known = new Map<string, ClusterVersionInformation>();
  for await (const { clusterVersions = [] } of paginateDescribeClusterVersions(
    { client: eks },
    { clusterVersions: [...versions], includeAll: true },
    { abortSignal: signal },
  )) {
    for (const version of clusterVersions) {
      if (version.clusterVersion) {
        known.set(version.clusterVersion, version);
      }
    }
  }
  return known;
}

const dayOf = (date: Date | undefined) =>
  date ? date.toISOString().slice(0, 10) : 'a day that EKS does not tell';

/** What the support of a version means for its cluster. Source: EKS user guide, Kubernetes version lifecycle. */
function supportFinding(
  name: string,
  version: ClusterVersionInformation,
): Omit<Finding, 'fix'> | undefined {
  const { clusterVersion, versionStatus } = version;
  const { endOfStandardSupportDate, endOfExtendedSupportDate } = version;
  const what = `${name} runs Kubernetes ${clusterVersion}`;
  if (versionStatus === 'UNSUPPORTED') {
    return {
      id: 'cluster-version-unsupported',
      severity: 'warning',
      what: `${what}, which EKS does not support any more.`,
      why: 'EKS upgrades such a cluster by itself, and Vault restarts then at a time that nobody chose.',
    };
  }
  if (versionStatus === 'EXTENDED_SUPPORT') {
    return {
      id: 'cluster-version-extended-support',
      severity: 'warning',
      what: `${what}, whose standard support ended on ${dayOf(
        endOfStandardSupportDate,
      )}.`,
      why: `Extended support costs several times as much an hour and ends on ${dayOf(
        endOfExtendedSupportDate,
      )}, when EKS upgrades the cluster by itself.`,
    };
  }
  const left = (endOfStandardSupportDate?.getTime() ?? Infinity) - Date.now();
  return left < NOTICE_DAYS * DAY_MS
    ? {
        id: 'cluster-version-support-ends',
        severity: 'info',
        what: `${what}, whose standard support ends on ${dayOf(
          endOfStandardSupportDate,
        )}.`,
        why: 'After that the cluster costs more, or EKS upgrades it by itself.',
      }
    : undefined;
}

/** What is to be known of the support of the version of a cluster, if anything. */
export function versionFinding(
  cluster: { readonly name: string; readonly version: string },
  version: ClusterVersionInformation | undefined,
): Finding | undefined {
  if (!version) {
    return {
      id: 'cluster-version-unknown',
      severity: 'info',
      what: `EKS does not tell how long it supports Kubernetes ${cluster.version}.`,
      why: 'A version out of support is upgraded by EKS itself.',
      fix: 'Look it up in the Kubernetes release calendar of the EKS user guide.',
    };
  }
  const finding = supportFinding(cluster.name, version);
  return (
    finding && {
      ...finding,
      fix: 'Upgrade the cluster, one minor version after the other.',
    }
  );
}

/** EKS supports the Kubernetes version of the cluster, and will for a while. */
export const clusterVersion: PreflightCheck = {
  subject: 'how long EKS supports the Kubernetes version of the cluster',
  asks: 'aws',
  optional: true,
  async run({ aws, cluster, signal }) {
    const known = await readVersions({
      eks: aws.eks,
      versions: [cluster.version],
      signal,
    });
    const finding = versionFinding(cluster, known.get(cluster.version));
    return finding ? [finding] : [];
  },
};
