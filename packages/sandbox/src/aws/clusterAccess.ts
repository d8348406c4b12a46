import type { AwsAuthority } from '../world';
import { iamArnOf, usernameOf } from './auth/principalArns';
import type { AwsState } from './AwsState';

/** What the access entries of a cluster give to a principal, whether it is named by its IAM or its STS ARN. */
export function accessOf(
  state: AwsState,
  clusterName: string,
  principalArn: string,
): ReturnType<AwsAuthority['accessOf']> {
  const iamArn = iamArnOf(principalArn);
  const role = state.iam.roles.get(iamArn.slice(iamArn.lastIndexOf('/') + 1));
  const wanted = new Set([
    iamArn,
    ...(role && iamArn !== principalArn ? [role.arn] : []),
  ]);
  const entry = state.eks.accessEntries.find(
    candidate =>
      candidate.cluster === clusterName && wanted.has(candidate.principalArn),
  );
  return (
    entry && {
      username: usernameOf(entry.username, principalArn),
      groups: entry.groups,
      policies: entry.policies
        .filter(policy => policy.scope === 'cluster')
        .map(policy => policy.arn),
      namespacedPolicies: entry.policies
        .filter(policy => policy.scope === 'namespace')
        .map(({ arn, namespaces }) => ({ arn, namespaces })),
    }
  );
}
