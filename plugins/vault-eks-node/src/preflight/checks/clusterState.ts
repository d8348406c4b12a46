import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { EksCluster } from '../../connections/eks';
import type { PreflightCheck } from '../PreflightCheck';

/** The earliest Kubernetes that the official chart is tested on. Source: vault-helm README. */
const OLDEST_TESTED = 29;

/** Whether the cluster runs, can issue identities to pods, and is not too old. */
export function stateFindings(
  cluster: Pick<EksCluster, 'name' | 'status' | 'version' | 'oidcIssuer'>,
): Finding[] {
  const { name, status, version, oidcIssuer } = cluster;
  const findings: Finding[] = [];
  if (status !== 'ACTIVE' && status !== 'UPDATING') {
    findings.push({
      id: 'cluster-not-active',
      severity: 'error',
      what: `The EKS cluster ${name} is ${status}.`,
      why: 'Vault can only be installed on a cluster that runs.',
      fix: 'Wait until it is ACTIVE, or mend it, and run again.',
    });
  }
  if (!oidcIssuer) {
    findings.push({
      id: 'cluster-without-oidc',
      severity: 'error',
      what: `The EKS cluster ${name} has no OIDC issuer.`,
      why: "Vault's DynamoDB storage gets its AWS identity through IRSA only.",
      fix: 'Use a cluster with an OIDC issuer; every current EKS cluster has one.',
    });
  }
  const [major, minor] = version.split('.').map(Number);
  if (major === 1 && minor < OLDEST_TESTED) {
    findings.push({
      id: 'cluster-version-old',
      severity: 'warning',
      what: `The EKS cluster ${name} runs Kubernetes ${version}.`,
      why: `The Vault chart is tested from 1.${OLDEST_TESTED}.`,
      fix: 'Upgrade the cluster.',
    });
  }
  return findings;
}

/** The cluster runs, can issue identities to pods, and is not too old. */
export const clusterState: PreflightCheck = {
  subject: 'the state of the EKS cluster',
  asks: 'aws',
  run: async ({ cluster }) => stateFindings(cluster),
};
