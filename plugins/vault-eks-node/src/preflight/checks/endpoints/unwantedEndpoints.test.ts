import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { preflightContext } from '../../__testUtils__/preflightContext';
import { unwantedEndpoints } from './unwantedEndpoints';

type Endpoints = NonNullable<VaultClusterSpecInput['endpoints']>;

const OURS = [{ Key: 'vault-eks.io/cluster', Value: 'demo/vault/vault' }];
const OTHERS = [{ Key: 'vault-eks.io/cluster', Value: 'demo/other/other' }];
const ADOPTED = [...OURS, { Key: 'vault-eks.io/adopted-at', Value: 'then' }];

const endpoint = (
  service: string,
  rest: VpcEndpoint = {},
): VpcEndpoint & { ServiceName: string } => ({
  VpcEndpointId: `vpce-${service}`,
  VpcEndpointType: 'Interface',
  State: 'Available',
  Tags: OURS,
  ...rest,
  ServiceName: `com.amazonaws.eu-west-1.${service}`,
});
const GATEWAY = { VpcEndpointType: 'Gateway' } as const;
const EVERYTHING = [
  endpoint('dynamodb', GATEWAY),
  endpoint('kms'),
  endpoint('sts'),
];

/** What is told with these endpoints in the VPC, and a security group of ours unless its tags are others. */
async function run(
  endpoints: Endpoints,
  found: readonly VpcEndpoint[] = EVERYTHING,
  groupTags = OURS,
) {
  const ctx = preflightContext({ spec: { endpoints } });
  const { ec2 } = ctx.mocks;
  ec2
    .on(DescribeVpcEndpointsCommand)
    .callsFake(({ Filters: [, { Name, Values }] }) => ({
      VpcEndpoints: found.filter(({ ServiceName, Tags = [] }) =>
        Name === 'service-name'
          ? Values.includes(ServiceName)
          : Tags.some(
              ({ Key, Value }) =>
                Name === `tag:${Key}` && Values.includes(Value),
            ),
      ),
    }));
  ec2.on(DescribeSecurityGroupsCommand).resolves({
    SecurityGroups: [{ GroupId: 'sg-1', Tags: groupTags }],
  });
  return unwantedEndpoints.run(ctx);
}

describe('unwantedEndpoints', () => {
  it('is silent when the spec asks for all that there is, made or used', async () => {
    expect(await run({})).toEqual([]);
    expect(await run({ kms: 'existing' })).toEqual([]);
    expect(await run({}, [])).toEqual([]);
  });

  it('names what an earlier spec had made, and how to remove it', async () => {
    const [finding] = await run({ kms: 'none', sts: 'none' });
    expect(finding).toMatchObject({
      id: 'unwanted-endpoints',
      severity: 'warning',
      what: expect.stringMatching(
        /vpc-1.*: vpce-kms \(interface, kms\); vpce-sts \(interface, sts\); sg-1 \(their security group\)\.$/,
      ),
      fix: expect.stringContaining(
        'aws ec2 delete-vpc-endpoints --region eu-west-1 --vpc-endpoint-ids vpce-kms vpce-sts, then aws ec2 delete-security-group --region eu-west-1 --group-id sg-1',
      ),
    });
  });

  it('sees the other type of the same service, and leaves a group that is still needed', async () => {
    const [finding] = await run({ types: { dynamodb: 'interface' } });
    expect(finding.what).toMatch(/: vpce-dynamodb \(gateway, dynamodb\)\.$/);
    expect(finding.fix).not.toContain('delete-security-group');
  });

  it('sees a second one that two runs made at the same time', async () => {
    const twice = [
      endpoint('kms'),
      endpoint('kms', { VpcEndpointId: 'vpce-9' }),
    ];
    const [finding] = await run({ privateDns: false }, twice);
    expect(finding.what).toMatch(/: vpce-kms \(interface, kms\)\.$/);
  });

  it('says nothing of what is not ours, was only taken over, or is gone', async () => {
    const found = [
      endpoint('dynamodb', { ...GATEWAY, Tags: ADOPTED }),
      endpoint('kms', { Tags: OTHERS }),
      endpoint('sts', { State: 'Deleted' }),
    ];
    const none = { dynamodb: 'none', kms: 'none', sts: 'none' } as const;
    expect(await run(none, found, OTHERS)).toEqual([]);
  });
});
