import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { endpointServiceName } from '../../../connections/aws';
import {
  CALLS,
  chooseGateway,
  EndpointService,
  isRestricted,
  listVpcEndpoints,
} from '../../../resources/aws';
import type { PreflightCheck, PreflightContext } from '../../PreflightCheck';
import { httpsRules, letsClusterIn } from './endpointReach';
import { findUsed, UsedEndpoint } from './findUsed';
import { stsByName } from './stsByName';

function restricted(
  id: string,
  policy: string | undefined,
  service: EndpointService,
): Finding[] {
  return isRestricted(policy, service)
    ? [
        {
          id: 'endpoint-policy-restricts',
          severity: 'warning',
          what: `${id}, the endpoint of ${service} that is used, has a policy that does not let every call through.`,
          why: `Vault needs ${CALLS[service].join(
            ', ',
          )} through it, and does not start without them.`,
          fix: `See that its policy allows them (aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id}).`,
        },
      ]
    : [];
}

async function judgeInterface(
  { service, endpoint }: UsedEndpoint,
  ctx: PreflightContext,
): Promise<Finding[]> {
  const { aws, spec, cluster, signal } = ctx;
  const { id, groupIds, policy, privateDns } = endpoint;
  const rules =
    groupIds.length > 0
      ? await httpsRules(aws.ec2, [...groupIds], signal)
      : undefined;
  const groups = [cluster.clusterSecurityGroupId, ...cluster.securityGroupIds];
  const unreachable: Finding[] =
    rules && !letsClusterIn(rules, ctx)
      ? [
          {
            id: 'endpoint-not-reachable',
            severity: 'warning',
            what: `The security groups of ${id} (${groupIds.join(
              ', ',
            )}), the endpoint of ${service} that is used, let HTTPS in neither from the groups of ${
              cluster.name
            } nor from all of ${ctx.network.vpcId}.`,
            why: 'Calls of Vault through it may time out.',
            fix: `Let port 443 in from ${groups.find(Boolean)} there${
              rules.length > 0
                ? `; now it is: ${rules.map(({ words }) => words).join(', ')}`
                : ''
            }.`,
          },
        ]
      : [];
  return [
    ...unreachable,
    ...restricted(id, policy, service),
    ...(service === 'sts' && !privateDns
      ? [stsByName(spec.region, `${id}, the STS endpoint that is used, is`)]
      : []),
  ];
}

async function judgeGateway(ctx: PreflightContext): Promise<Finding[]> {
  const { aws, spec, network, ownership, signal } = ctx;
  const { dynamodb, types } = spec.endpoints;
  if (dynamodb !== 'existing' || types.dynamodb !== 'gateway') {
    return [];
  }
  const endpoints = await listVpcEndpoints({
    client: aws.ec2,
    vpcId: network.vpcId,
    serviceName: endpointServiceName(aws.region, 'dynamodb'),
    type: 'Gateway',
    signal,
  });
  const used = chooseGateway(endpoints, {
    ...{ choice: 'existing', ownership },
    routeTableIds: network.routeTableIds,
  });
  return used?.id ? restricted(used.id, used.policy, 'dynamodb') : [];
}

/** The endpoints of others that are used let Vault through. */
export const usedEndpoints: PreflightCheck = {
  subject: 'the endpoints that are used',
  asks: 'aws',
  async run(ctx) {
    const used = await findUsed(ctx);
    const findings = await Promise.all([
      judgeGateway(ctx),
      ...used.map(endpoint => judgeInterface(endpoint, ctx)),
    ]);
    return findings.flat();
  },
};
