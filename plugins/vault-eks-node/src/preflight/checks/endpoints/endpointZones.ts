import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { describeSubnets } from '../../../resources/aws';
import type { PreflightCheck, PreflightContext } from '../../PreflightCheck';
import { schedulableNodes, zonesOf } from '../nodes';
import { findUsed } from './findUsed';
import { interfaceServices } from './interfaceServices';

/** Interface endpoints of one placement. */
interface Placed {
  readonly what: string;
  readonly zones: readonly string[];
  readonly fix: string;
}

async function placements(ctx: PreflightContext): Promise<readonly Placed[]> {
  const { aws, spec, network, signal } = ctx;
  const used = await findUsed(ctx);
  const placed = await Promise.all(
    used
      .filter(({ endpoint }) => endpoint.subnetIds.length > 0)
      .map(async ({ service, endpoint: { id, subnetIds } }) => {
        const subnets = await describeSubnets(aws.ec2, [...subnetIds], signal);
        return {
          what: `${id}, the endpoint of ${service} that is used, has no subnet`,
          zones: subnets.flatMap(subnet => subnet.AvailabilityZone ?? []),
          fix: `Add a subnet of each zone to ${id}, or choose endpoints.${service}: create.`,
        };
      }),
  );
  return interfaceServices(spec, 'create').length > 0
    ? [
        {
          what: 'the interface endpoints have no subnet',
          zones: network.endpointSubnets.map(({ zone }) => zone),
          fix: 'Name a subnet of each zone in endpoints.subnetIds.',
        },
        ...placed,
      ]
    : placed;
}

/** The interface endpoints have an address in every zone that Vault pods may run in. */
export const endpointZones: PreflightCheck = {
  subject: 'the zones of the endpoints',
  asks: 'kubernetes',
  optional: true,
  async run(ctx): Promise<readonly Finding[]> {
    const [placed, nodes] = await Promise.all([
      placements(ctx),
      schedulableNodes(ctx),
    ]);
    return placed.flatMap(({ what, zones, fix }) => {
      const unreached = zonesOf(nodes).filter(zone => !zones.includes(zone));
      return unreached.length > 0
        ? [
            {
              id: 'zones-without-endpoint',
              severity: 'warning' as const,
              what: `Nodes run in ${unreached.join(', ')}, where ${what}.`,
              why: 'Calls from there cross zones, cost more and fail with another zone.',
              fix,
            },
          ]
        : [];
    });
  },
};
