import {
  AuthenticationError,
  isError,
  NotAllowedError,
} from '@backstage/errors';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';

/** Access entries name the role; STS names the session. */
function principalOf(callerArn: string): string {
  return callerArn
    .replace(':sts:', ':iam:')
    .replace(/:assumed-role\/([^/]+)\/.*$/, ':role/$1');
}

function howToGrant({ cluster, aws }: PreflightContext): string {
  const principal = principalOf(aws.callerArn);
  if (cluster.authenticationMode === 'CONFIG_MAP') {
    return `Map ${principal} to a group with the needed rights in the ConfigMap kube-system/aws-auth.`;
  }
  return `Create an access entry: aws eks create-access-entry --cluster-name ${cluster.name} --principal-arn ${principal}, and associate AmazonEKSClusterAdminPolicy or a group with the rights in docs/permissions.`;
}

/** The API server answers, and knows the caller. */
export const kubernetesAccess: PreflightCheck = {
  subject: 'access to the Kubernetes API',
  asks: 'aws',
  async run(ctx) {
    const { kubernetes, cluster, signal } = ctx;
    try {
      // Anyone may ask the version; this asks who one is.
      await kubernetes.can(
        { group: '', resource: 'namespaces', verb: 'get' },
        { signal },
      );
      return [];
    } catch (error) {
      signal.throwIfAborted();
      const refused =
        error instanceof AuthenticationError ||
        error instanceof NotAllowedError;
      return [
        {
          id: refused ? 'kubernetes-unauthorized' : 'kubernetes-unreachable',
          severity: 'error',
          what: refused
            ? `The Kubernetes API of ${cluster.name} does not accept ${ctx.aws.callerArn}.`
            : `The Kubernetes API of ${cluster.name} at ${cluster.endpoint} does not answer.`,
          why: isError(error) ? `${error.message}.` : 'The call failed.',
          fix: refused
            ? howToGrant(ctx)
            : 'Let the backend reach the endpoint: a private endpoint needs a network path, a public one may limit the source ranges.',
        },
      ];
    }
  },
};
