import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { EksCluster } from '../../connections/eks';
import {
  associateCommand,
  hasAccessEntries,
  readAccessEntry,
} from '../caller/accessEntry';
import { principalOf } from '../caller/Principal';
import type { PreflightCheck } from '../PreflightCheck';

/** A cluster that maps IAM to Kubernetes in the way that EKS gives up; see {@link hasAccessEntries}. */
export const configMapFinding = ({
  name,
  region,
}: Pick<EksCluster, 'name' | 'region'>): Finding => ({
  id: 'authentication-mode-config-map',
  severity: 'info',
  what: `${name} maps IAM identities by the ConfigMap aws-auth only.`,
  why: 'EKS deprecates it, and a mistake in it locks everyone out.',
  fix: `Allow access entries: aws eks update-cluster-config --name ${name} --region ${region} --access-config authenticationMode=API_AND_CONFIG_MAP.`,
});

/** The cluster maps IAM to Kubernetes in a way that lasts, and the caller's access entry gives something. */
export const accessEntry: PreflightCheck = {
  subject: "the caller's access entry",
  asks: 'aws',
  optional: true,
  async run(ctx) {
    const { aws, cluster } = ctx;
    if (!hasAccessEntries(ctx)) {
      return [configMapFinding(cluster)];
    }
    // Whether the caller may come in at all is for the API server to say: aws-auth may let it in without an entry.
    const entry = await readAccessEntry(ctx, principalOf(aws.callerArn));
    return entry && entry.groups.length + entry.policies.length === 0
      ? [
          {
            id: 'access-entry-empty',
            severity: 'warning',
            what: `The access entry of ${entry.principalArn} on ${cluster.name} has neither groups nor access policies.`,
            why: 'It lets the caller in without any rights, unless something binds its user name.',
            fix: `Give it rights: ${associateCommand(
              ctx,
              entry.principalArn,
            )}, or update its groups (docs/permissions).`,
          },
        ]
      : [];
  },
};
