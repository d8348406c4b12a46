import {
  Finding,
  OWNERSHIP_TAG,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { makesInterfaces, unwantedOptions } from '../../../blueprint/endpoints';
import {
  ENDPOINT_KINDS,
  EndpointKind,
  endpointSecurityGroup,
  findUnwanted,
  ownerIn,
  UnwantedOptions,
  describeVpcEndpoints,
} from '../../../resources/aws';
import type { PreflightCheck, PreflightContext } from '../../PreflightCheck';

/** The security group of the interface endpoints, when the spec makes none of them any more. */
async function findGroup(ctx: PreflightContext): Promise<string | undefined> {
  const { aws, names, ownership, network, signal } = ctx;
  if (makesInterfaces(ctx)) {
    return undefined;
  }
  const group = await endpointSecurityGroup({
    client: aws.ec2,
    name: names.endpointSecurityGroup,
    ownership,
    vpcId: network.vpcId,
    sources: { groupIds: [], cidrs: [] },
  }).observe({ signal, log: () => {} });
  return ownerIn(group?.tags) === ownership.owner ? group?.id : undefined;
}

/** The kinds of which there may be more than the spec asks for, by one look at all that is ours. */
async function suspects(
  ctx: PreflightContext,
): Promise<readonly UnwantedOptions[]> {
  const { aws, ownership, network, signal } = ctx;
  const ours = await describeVpcEndpoints({
    ...{ client: aws.ec2, vpcId: network.vpcId, signal },
    filter: { name: `tag:${OWNERSHIP_TAG}`, value: ownership.owner },
  });
  return ENDPOINT_KINDS.map(kind => unwantedOptions(kind, ctx)).filter(
    ({ kind, serviceName, choice }) => {
      const count = ours.filter(
        endpoint =>
          endpoint.ServiceName === serviceName &&
          endpoint.VpcEndpointType === kind.type,
      ).length;
      return count > (choice === 'create' ? 1 : 0);
    },
  );
}

const named = ({ service, type }: EndpointKind, ids: readonly string[]) =>
  `${ids.join(', ')} (${type.toLocaleLowerCase('en-US')}, ${service})`;

/** Nothing is left of an earlier spec that made other endpoints; what is, is told, and goes with the Vault. */
export const unwantedEndpoints: PreflightCheck = {
  subject: 'endpoints of an earlier spec',
  asks: 'aws',
  optional: true,
  async run(ctx): Promise<readonly Finding[]> {
    const { aws, network, signal } = ctx;
    const [group, suspected] = await Promise.all([
      findGroup(ctx),
      suspects(ctx),
    ]);
    const found = await Promise.all(
      suspected.map(async options => ({
        kind: options.kind,
        ids: await findUnwanted(options, signal),
      })),
    );
    const left = found.filter(({ ids }) => ids.length > 0);
    const things = [
      ...left.map(({ kind, ids }) => named(kind, ids)),
      ...(group ? [`${group} (their security group)`] : []),
    ];
    const ids = left.flatMap(endpoint => endpoint.ids);
    const at = `--region ${aws.region}`;
    const commands = [
      ...(ids.length > 0
        ? [
            `aws ec2 delete-vpc-endpoints ${at} --vpc-endpoint-ids ${ids.join(
              ' ',
            )}`,
          ]
        : []),
      ...(group
        ? [`aws ec2 delete-security-group ${at} --group-id ${group}`]
        : []),
    ];
    return things.length > 0
      ? [
          {
            id: 'unwanted-endpoints',
            severity: 'warning',
            what: `Made for this Vault in ${
              network.vpcId
            }, and not what the spec asks for any more: ${things.join('; ')}.`,
            why: 'A deploy leaves them, since others in the VPC may have come to rely on them; they go with the Vault. An interface endpoint costs by the hour, and one with private DNS still answers for its service.',
            fix: `When nothing needs them: ${commands.join(', then ')}.`,
          },
        ]
      : [];
  },
};
