import { paginateDescribeVpcEndpoints, VpcEndpoint } from '@aws-sdk/client-ec2';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { ownerIn } from '../../resources/aws/ownership';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';

/** Interface endpoints that a VPC takes unless AWS raised it. Source: Amazon VPC quotas. */
const INTERFACE_ENDPOINTS_PER_VPC = 50;

async function interfaceEndpoints({
  aws,
  network,
  signal,
}: PreflightContext): Promise<VpcEndpoint[]> {
  const found: VpcEndpoint[] = [];
  for await (const page of paginateDescribeVpcEndpoints(
    { client: aws.ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [network.vpcId] }] },
    { abortSignal: signal },
  )) {
    found.push(...(page.VpcEndpoints ?? []));
  }
  return found.filter(endpoint => endpoint.VpcEndpointType === 'Interface');
}

async function endpointQuota(ctx: PreflightContext): Promise<Finding[]> {
  const { spec, network, ownership } = ctx;
  const { dynamodb, kms, sts, types } = spec.endpoints;
  const wanted = [
    kms,
    sts,
    ...(types.dynamodb === 'interface' ? [dynamodb] : []),
  ].filter(choice => choice === 'create').length;
  if (wanted === 0) {
    return [];
  }
  const there = await interfaceEndpoints(ctx);
  const own = there.filter(({ Tags }) => ownerIn(Tags) === ownership.owner);
  const missing = Math.max(0, wanted - own.length);
  return missing > 0 && there.length + missing > INTERFACE_ENDPOINTS_PER_VPC
    ? [
        {
          id: 'endpoint-quota',
          severity: 'warning',
          what: `${network.vpcId} has ${there.length} interface endpoints, and ${missing} more are wanted.`,
          why: `AWS takes ${INTERFACE_ENDPOINTS_PER_VPC} a VPC unless it was asked for more.`,
          fix: 'Raise "Interface VPC endpoints per VPC" in Service Quotas, or choose existing or none for the endpoints.',
        },
      ]
    : [];
}

async function roleQuota({ aws, signal }: PreflightContext) {
  const { SummaryMap = {} } = await aws.iam.send(
    new GetAccountSummaryCommand({}),
    { abortSignal: signal },
  );
  const { Roles = 0, RolesQuota = Infinity } = SummaryMap;
  return Roles < RolesQuota
    ? []
    : [
        {
          id: 'role-quota',
          severity: 'warning' as const,
          what: `Account ${aws.account} has all ${RolesQuota} IAM roles that it may have.`,
          why: "Vault's role cannot be made unless it is there already.",
          fix: 'Delete roles that nobody needs, or raise "Roles per account" in Service Quotas (for IAM in the region us-east-1).',
        },
      ];
}

/** The account has room for what is made, as far as one call tells. */
export const quotas: PreflightCheck = {
  subject: 'the quotas of the account',
  asks: 'aws',
  optional: true,
  async run(ctx) {
    const found = await Promise.all([endpointQuota(ctx), roleQuota(ctx)]);
    return found.flat();
  },
};
