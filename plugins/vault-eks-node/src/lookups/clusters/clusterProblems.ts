import type { Cluster, ClusterVersionInformation } from '@aws-sdk/client-eks';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { configMapFinding } from '../../preflight/checks/accessEntry';
import { stateFindings } from '../../preflight/checks/clusterState';
import { versionFinding } from '../../preflight/checks/clusterVersion';

/** What is known of the surroundings of a cluster; left out where AWS did not tell. */
export interface Surroundings {
  readonly versions?: ReadonlyMap<string, ClusterVersionInformation>;
  /** The OIDC issuers that IAM trusts, without their scheme. */
  readonly issuers?: ReadonlySet<string>;
}

const WORST_FIRST = ['error', 'warning', 'info'];

function reachFinding({ name, resourcesVpcConfig }: Cluster) {
  return resourcesVpcConfig?.endpointPublicAccess === false
    ? ({
        id: 'cluster-endpoint-private',
        severity: 'info',
        what: `The API server of ${name} can be reached from its VPC only.`,
        why: 'The portal talks to it for a deploy, the status and the audit log.',
        fix: 'Run the backend in the VPC or in a network connected to it, and let it in to 443 by the security group of the cluster.',
      } as const)
    : undefined;
}

function providerFinding(
  { name, identity }: Cluster,
  { issuers }: Surroundings,
) {
  const issuer = identity?.oidc?.issuer?.replace(/^https:\/\//, '');
  return issuer && issuers && !issuers.has(issuer)
    ? ({
        id: 'cluster-without-oidc-provider',
        severity: 'info',
        what: `IAM does not know the OIDC issuer of ${name} yet.`,
        why: 'The pods of Vault get their AWS identity through it.',
        fix: 'Nothing is to be done: a deploy makes the OIDC provider.',
      } as const)
    : undefined;
}

/** What is wrong with a cluster for a Vault, as far as AWS tells, the worst first. */
export function clusterProblems(
  cluster: Cluster & { readonly name: string },
  place: { readonly region: string } & Surroundings,
): Finding[] {
  const { name, status = 'UNKNOWN', version = '' } = cluster;
  const oidcIssuer = cluster.identity?.oidc?.issuer;
  const found = [
    ...stateFindings({ name, status, version, oidcIssuer }).filter(
      // One that is still being made has none yet.
      ({ id }) => id !== 'cluster-without-oidc' || status !== 'CREATING',
    ),
    place.versions &&
      versionFinding({ name, version }, place.versions.get(version)),
    cluster.accessConfig?.authenticationMode === 'CONFIG_MAP'
      ? configMapFinding({ name, region: place.region })
      : undefined,
    reachFinding(cluster),
    providerFinding(cluster, place),
  ];
  return found
    .filter((finding): finding is Finding => finding !== undefined)
    .sort(
      (a, b) =>
        WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity),
    );
}
