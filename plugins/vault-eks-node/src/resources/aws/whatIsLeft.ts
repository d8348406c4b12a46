import {
  EC2Client,
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
} from '@aws-sdk/client-ec2';
import {
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { OWNERSHIP_TAG } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDenied, unlessAbsent } from '../../connections/aws';
import { ownerIn } from './ownership';

const ofOwner = (owner: string) => [
  { Name: `tag:${OWNERSHIP_TAG}`, Values: [owner] },
];

/**
 * The VPCs in which there are endpoints, or their security group, that this owner made. For when the EKS cluster, which
 * would tell its VPC, is gone.
 */
export async function vpcsWithEndpointsOf(options: {
  readonly ec2: EC2Client;
  readonly owner: string;
  readonly signal: AbortSignal;
}): Promise<readonly string[]> {
  const { ec2, owner, signal } = options;
  const input = { Filters: ofOwner(owner) };
  const found = new Set<string>();
  for await (const page of paginateDescribeVpcEndpoints(
    { client: ec2 },
    input,
    { abortSignal: signal },
  )) {
    page.VpcEndpoints?.forEach(({ VpcId }) => VpcId && found.add(VpcId));
  }
  for await (const page of paginateDescribeSecurityGroups(
    { client: ec2 },
    input,
    { abortSignal: signal },
  )) {
    page.SecurityGroups?.forEach(({ VpcId }) => VpcId && found.add(VpcId));
  }
  return [...found].sort();
}

/** Issuers of EKS clusters. Source: EKS user guide, IAM roles for service accounts. */
const OF_EKS = /:oidc-provider\/(oidc\.eks\..*)$/;

/** The issuer whose OIDC provider this owner made, without its scheme; `undefined` when there is none. */
export async function issuerOf(options: {
  readonly iam: IAMClient;
  readonly owner: string;
  readonly signal: AbortSignal;
}): Promise<string | undefined> {
  const { iam, owner, signal } = options;
  const send = { abortSignal: signal };
  const { OpenIDConnectProviderList: list = [] } = await iam.send(
    new ListOpenIDConnectProvidersCommand({}),
    send,
  );
  for (const { Arn = '' } of list) {
    const issuer = OF_EKS.exec(Arn)?.[1];
    if (issuer) {
      const provider = await unlessAbsent(
        iam.send(
          new GetOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: Arn,
          }),
          send,
        ),
        'NoSuchEntityException',
        'NoSuchEntity',
      ).catch(error => {
        // One that may not be read is none that we made.
        if (isDenied(error)) {
          return undefined;
        }
        throw error;
      });
      if (ownerIn(provider?.Tags ?? []) === owner) {
        return issuer;
      }
    }
  }
  return undefined;
}
