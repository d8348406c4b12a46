import { isDenied, isAwsError, partitionOf } from '../../connections/aws';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { PreflightContext } from '../PreflightCheck';

/** Who calls, as IAM and EKS name it. */
export type Principal =
  | { readonly kind: 'user'; readonly arn: string }
  /** STS names the session of a role and leaves the role's path out. */
  | { readonly kind: 'role'; readonly name: string; readonly arn: string }
  /** The root user and federated users have no policies of their own to look at. */
  | { readonly kind: 'root' | 'federated'; readonly arn: string };

/** Reads the ARN that STS gives for the caller. The ARN of a role has no path yet, see {@link exactArn}. */
export function principalOf(callerArn: string): Principal {
  const [, partition, , , account, resource = ''] = callerArn.split(':');
  const [kind, name] = resource.split('/');
  if (kind === 'assumed-role') {
    const arn = `arn:${partition}:iam::${account}:role/${name}`;
    return { kind: 'role', name, arn };
  }
  if (kind === 'root' || kind === 'federated-user') {
    return { kind: kind === 'root' ? kind : 'federated', arn: callerArn };
  }
  return { kind: 'user', arn: callerArn };
}

/** Whether an ARN is that of the principal, whatever path the role may have. */
export function isPrincipal(arn: string, principal: Principal): boolean {
  if (principal.kind !== 'role') {
    return arn === principal.arn;
  }
  const [prefix] = principal.arn.split(':role/');
  return (
    arn.startsWith(`${prefix}:role/`) && arn.endsWith(`/${principal.name}`)
  );
}

/** The ARN with the role's path, when IAM tells it to the caller. */
export async function exactArn(
  { aws, signal }: Pick<PreflightContext, 'aws' | 'signal'>,
  principal: Principal,
): Promise<string | undefined> {
  if (principal.kind !== 'role') {
    return principal.arn;
  }
  try {
    const { Role } = await aws.iam.send(
      new GetRoleCommand({ RoleName: principal.name }),
      { abortSignal: signal },
    );
    return Role?.Arn;
  } catch (error) {
    if (
      isDenied(error) ||
      isAwsError(error, 'NoSuchEntity', 'NoSuchEntityException')
    ) {
      return undefined;
    }
    throw error;
  }
}

/** The access policy of EKS that makes a cluster administrator. Source: EKS user guide, access policy permissions. */
export const clusterAdminPolicy = (region: string) =>
  `arn:${partitionOf(
    region,
  )}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
