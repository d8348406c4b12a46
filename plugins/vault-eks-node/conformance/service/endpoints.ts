import { DescribeVpcEndpointsCommand, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { World } from '../world/connectWorld';
import type { Choice, Scene } from '../world/describeLifecycle';
import type { Wish } from '../world/Stage';

export const serviceName = ({ aws }: World, service: string) =>
  `com.amazonaws.${aws.region}.${service}`;

/** The endpoints of a service that are there, or coming. */
export async function endpointsOf(
  world: World,
  service: string,
): Promise<readonly VpcEndpoint[]> {
  const { VpcEndpoints = [] } = await world.aws.ec2.send(
    new DescribeVpcEndpointsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [world.cluster.vpcId] },
        { Name: 'service-name', Values: [serviceName(world, service)] },
      ],
    }),
  );
  return VpcEndpoints.filter(({ State }) => !/^delet/i.test(State ?? ''));
}

async function expectPolicy(
  scene: Scene,
  service: string,
  text: string,
): Promise<void> {
  const [{ PolicyDocument = '' }] = await endpointsOf(scene, service);
  expect(PolicyDocument.replaceAll(/\s/g, '')).toContain(text);
}

const NARROW = { policy: 'narrow', acknowledgeNarrowPolicy: true } as const;

/** That the policy of an endpoint can be narrowed and widened. */
export function policyChoices(service: string, wide: Wish): readonly Choice[] {
  return [
    {
      name: 'a narrow policy',
      wish: { ...wide, endpoints: { ...wide.endpoints, ...NARROW } },
      seen: scene => expectPolicy(scene, service, 'OnlyVault'),
    },
    {
      name: 'a wide policy again',
      wish: wide,
      seen: scene => expectPolicy(scene, service, '"Action":"*"'),
    },
  ];
}
