import {
  DescribeAccessEntryCommand,
  paginateListAccessEntries,
  paginateListAssociatedAccessPolicies,
} from '@aws-sdk/client-eks';
import type { PreflightContext } from '../PreflightCheck';
import {
  clusterAdminPolicy,
  exactArn,
  isPrincipal,
  Principal,
} from './Principal';

type Context = Pick<PreflightContext, 'aws' | 'cluster' | 'signal'>;

/** The access entry of a caller, and what it gives. */
export interface AccessEntry {
  readonly principalArn: string;
  readonly groups: readonly string[];
  readonly policies: readonly string[];
}

/** Whether the cluster has access entries at all. */
export const hasAccessEntries = ({ cluster }: Pick<Context, 'cluster'>) =>
  cluster.authenticationMode !== 'CONFIG_MAP';

async function entryArn(
  { aws, cluster, signal }: Context,
  principal: Principal,
): Promise<string | undefined> {
  for await (const { accessEntries = [] } of paginateListAccessEntries(
    { client: aws.eks },
    { clusterName: cluster.name },
    { abortSignal: signal },
  )) {
    const own = accessEntries.find(arn => isPrincipal(arn, principal));
    if (own) {
      return own;
    }
  }
  return undefined;
}

async function policiesOf(
  { aws, cluster, signal }: Context,
  principalArn: string,
): Promise<string[]> {
  const policies: string[] = [];
  for await (const page of paginateListAssociatedAccessPolicies(
    { client: aws.eks },
    { clusterName: cluster.name, principalArn },
    { abortSignal: signal },
  )) {
    policies.push(
      ...(page.associatedAccessPolicies ?? []).flatMap(p => p.policyArn ?? []),
    );
  }
  return policies;
}

/** The access entry of the principal; `undefined` when the cluster has none for it. */
export async function readAccessEntry(
  ctx: Context,
  principal: Principal,
): Promise<AccessEntry | undefined> {
  const { aws, cluster, signal } = ctx;
  const principalArn = await entryArn(ctx, principal);
  if (!principalArn) {
    return undefined;
  }
  const [{ accessEntry }, policies] = await Promise.all([
    aws.eks.send(
      new DescribeAccessEntryCommand({
        clusterName: cluster.name,
        principalArn,
      }),
      { abortSignal: signal },
    ),
    policiesOf(ctx, principalArn),
  ]);
  return {
    principalArn,
    groups: accessEntry?.kubernetesGroups ?? [],
    policies,
  };
}

/** The command that gives an access entry the rights of a cluster administrator. */
export function associateCommand(
  { cluster }: Pick<Context, 'cluster'>,
  principalArn: string,
): string {
  return `aws eks associate-access-policy --cluster-name ${
    cluster.name
  } --region ${
    cluster.region
  } --principal-arn ${principalArn} --access-scope type=cluster --policy-arn ${clusterAdminPolicy(
    cluster.region,
  )}`;
}

/** The commands that let the principal in, in the right partition and with the role's path where IAM tells it. */
export async function howToLetIn(
  ctx: Context,
  principal: Principal,
): Promise<string> {
  const { cluster } = ctx;
  const exact = await exactArn(ctx, principal);
  const arn = exact ?? principal.arn;
  const create = `aws eks create-access-entry --cluster-name ${cluster.name} --region ${cluster.region} --principal-arn ${arn}`;
  const path = exact ? '' : ' If the role has a path, put it before its name.';
  return `Create an access entry: ${create}, and give it rights: ${associateCommand(
    ctx,
    arn,
  )}, or --kubernetes-groups with the rights in docs/permissions.${path}`;
}
