import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDenied } from '../../connections/aws';
import {
  hasAccessEntries,
  howToLetIn,
  readAccessEntry,
} from '../caller/accessEntry';
import { principalOf } from '../caller/Principal';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';
import { sentenceOf } from '../sentenceOf';

/** EKS's own API tells why the API server refuses: another mapping, no entry, or something else. */
async function whyRefused(
  ctx: PreflightContext,
): Promise<{ readonly why?: string; readonly fix: string }> {
  const principal = principalOf(ctx.aws.callerArn);
  if (!hasAccessEntries(ctx)) {
    // Here a role is named without its path. Source: EKS user guide, troubleshooting aws-auth.
    return {
      fix: `Map ${principal.arn} to a group with the needed rights in the ConfigMap kube-system/aws-auth.`,
    };
  }
  try {
    const entry = await readAccessEntry(ctx, principal);
    return entry
      ? {
          why: `It has the access entry ${entry.principalArn}, which may be too new, or of a role that was made anew under the same name.`,
          fix: 'Wait a minute and run again; then delete the access entry and create it again.',
        }
      : {
          why: 'The cluster has no access entry for it.',
          fix: await howToLetIn(ctx, principal),
        };
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!isDenied(error)) {
      throw error;
    }
    return { fix: await howToLetIn(ctx, principal) };
  }
}

/** What EKS says of the endpoint narrows down why nobody answers there. */
function howToReach({ cluster }: PreflightContext): string {
  const { name, region, endpointAccess } = cluster;
  if (endpointAccess && !endpointAccess.fromInternet) {
    return `The endpoint is private only: run the backend in the VPC or in a network connected to it, and let it in to 443 by the security group of the cluster.`;
  }
  return endpointAccess?.limited
    ? `The endpoint is open to some addresses only: add the one that the backend goes out with (aws eks update-cluster-config --name ${name} --region ${region} --resources-vpc-config publicAccessCidrs=…), or reach it from inside the VPC.`
    : 'The endpoint is public: check the proxy, firewall and DNS of the backend.';
}

/** The API server answers, and knows the caller. */
export const kubernetesAccess: PreflightCheck = {
  subject: 'access to the Kubernetes API',
  asks: 'aws',
  async run(ctx): Promise<readonly Finding[]> {
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
      const said = sentenceOf(error);
      if (
        error instanceof AuthenticationError ||
        error instanceof NotAllowedError
      ) {
        const { why, fix } = await whyRefused(ctx);
        return [
          {
            id: 'kubernetes-unauthorized',
            severity: 'error',
            what: `The Kubernetes API of ${cluster.name} does not accept ${ctx.aws.callerArn}.`,
            why: why ?? said,
            fix,
          },
        ];
      }
      return [
        {
          id: 'kubernetes-unreachable',
          severity: 'error',
          what: `The Kubernetes API of ${cluster.name} at ${cluster.endpoint} does not answer.`,
          why: said,
          fix: howToReach(ctx),
        },
      ];
    }
  },
};
