import {
  ownershipValue,
  VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { version } from '../../../package.json';
import type { AwsContext } from '../../blueprint/context';
import { issuerOf, vpcsWithEndpointsOf } from '../../resources/aws';
import type { Workshop } from '../survey';

/** Ids that AWS never gives: what is looked for there is found absent. */
const NO_VPC = 'vpc-00000000000000000';
const NO_ISSUER = 'oidc.eks.invalid/id/none';

/**
 * What is known of a Vault whose EKS cluster is gone: what it left on AWS bears its tag, and that tells where to look.
 *
 * @returns one context for each VPC with endpoints of its own; the first one has everything else too
 */
export async function surveyRemains(
  { eks }: Workshop,
  spec: VaultClusterSpec,
  run: { readonly signal: AbortSignal; readonly initiator?: string },
): Promise<readonly AwsContext[]> {
  const { signal, initiator } = run;
  const { account, region } = spec;
  const aws = await eks.connectAws({ account, region }, { signal });
  const owner = ownershipValue(spec);
  const [vpcs, issuer] = await Promise.all([
    vpcsWithEndpointsOf({ ec2: aws.ec2, owner, signal }),
    issuerOf({ iam: aws.iam, owner, signal }),
  ]);
  const [first = NO_VPC, ...others] = vpcs;
  return [first, ...others].map(vpcId => ({
    spec,
    names: vaultNames(spec),
    ownership: {
      owner,
      by: initiator ?? aws.callerArn,
      version,
      tags: spec.tags,
      adopt: spec.adopt,
    },
    aws,
    cluster: {
      gone: true,
      oidcIssuer: `https://${issuer ?? NO_ISSUER}`,
      securityGroupIds: [],
    },
    network: {
      vpcId,
      cidrs: [],
      dnsSupport: true,
      dnsHostnames: true,
      endpointSubnets: [],
      routeTableIds: [],
    },
  }));
}
