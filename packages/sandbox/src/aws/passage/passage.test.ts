import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateVpcEndpointCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
  type CreateVpcEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { SEED } from '../../seed';
import { wayTo } from '../../vault/aws/wayTo';
import type { RecordedCall } from '../Faults';
import { policyOf, type ClientConfig } from '../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../testing/awsWorld';
import { clientOnNode, makePodRole, POD_ROLE } from '../testing/podClients';

jest.setTimeout(60_000);

const [{ vpcId, nodes }] = SEED.clusters;
const everybody = { Effect: 'Allow', Principal: '*', Resource: '*' };
const anything = { ...everybody, Action: '*' };
const onlyRole = (role: string) => ({
  ...anything,
  Condition: { ArnEquals: { 'aws:PrincipalArn': role } },
});
const OTHER_ROLE = POD_ROLE.replace('pod', 'other');

describe('calls of pods through VPC endpoints', () => {
  let world: AwsWorld;
  let ec2: EC2Client;
  let calls: RecordedCall[];

  beforeEach(async () => {
    calls = [];
    world = await startAwsWorld({ onCall: call => calls.push(call) });
    ec2 = new EC2Client(world.admin);
    await makePodRole(world);
  });
  afterEach(async () => {
    ec2.destroy();
    await world.close();
  });

  const create = async (
    service: string,
    statement: object,
    rest: Partial<CreateVpcEndpointCommandInput> = {},
  ) => {
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: vpcId,
        ServiceName: `com.amazonaws.${SEED.region}.${service}`,
        PolicyDocument: policyOf(statement),
        ...rest,
      }),
    );
    return VpcEndpoint;
  };
  const change = (id: string | undefined, statement: object) =>
    ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: id,
        PolicyDocument: policyOf(statement),
      }),
    );
  /** The route table of the subnet that a node is in. */
  const tableOf = async (node: { readonly subnetId: string }) => {
    const { RouteTables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: 'association.subnet-id', Values: [node.subnetId] }],
      }),
    );
    return RouteTables[0].RouteTableId ?? '';
  };
  const tables = (client: ClientConfig) =>
    new DynamoDBClient(client).send(new ListTablesCommand({}));

  it('are judged by the policy of the gateway that their subnet is routed to', async () => {
    const gateway = await create('dynamodb', onlyRole(OTHER_ROLE), {
      VpcEndpointType: 'Gateway',
      RouteTableIds: [await tableOf(nodes[0])],
    });
    const pod = await clientOnNode(world, nodes[0].name);
    await expect(tables(pod)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /assumed-role\/pod\/pod is not authorized to perform: dynamodb:ListTables because no VPC endpoint policy allows the dynamodb:ListTables action/,
      ),
    });
    expect(calls.at(-1)).toMatchObject({
      endpoint: gateway?.VpcEndpointId,
      rights: ['dynamodb:ListTables'],
    });
    const other = nodes.find(({ zone }) => zone !== nodes[0].zone) ?? nodes[0];
    await tables(await clientOnNode(world, other.name));
    expect(calls.at(-1)?.endpoint).toBeUndefined();
    await tables(world.admin);

    await change(gateway?.VpcEndpointId, onlyRole(POD_ROLE));
    await tables(pod);
    await change(gateway?.VpcEndpointId, {
      ...anything,
      Principal: { AWS: POD_ROLE },
    });
    await expect(tables(pod)).rejects.toThrow(/VPC endpoint policy/);
  });

  it('are judged by the interface endpoint that answers for the service, which takes a role as principal', async () => {
    const { KeyMetadata } = await new KMSClient(world.admin).send(
      new CreateKeyCommand({}),
    );
    const look = (client: ClientConfig & Partial<ReturnType<typeof wayTo>>) =>
      new KMSClient(client).send(
        new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }),
      );
    const endpoint = await create('kms', {
      ...anything,
      Effect: 'Deny',
    });
    const pod = await clientOnNode(world, nodes[0].name);
    await expect(look(pod)).rejects.toThrow(
      /with an explicit deny in a VPC endpoint policy/,
    );
    await change(endpoint?.VpcEndpointId, {
      ...anything,
      Principal: { AWS: POD_ROLE },
    });
    await look(pod);

    await ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: endpoint?.VpcEndpointId,
        PrivateDnsEnabled: false,
        PolicyDocument: policyOf(onlyRole(OTHER_ROLE)),
      }),
    );
    await look(pod);
    const name = `https://${endpoint?.DnsEntries?.[0].DnsName}`;
    const throughIt = { ...pod, ...wayTo(world.admin.endpoint, name) };
    await expect(look(throughIt)).rejects.toThrow(/VPC endpoint policy/);
    await change(endpoint?.VpcEndpointId, onlyRole(POD_ROLE));
    await look(throughIt);
    expect(calls.at(-1)?.endpoint).toBe(endpoint?.VpcEndpointId);

    for (const strayed of [
      { ...world.admin, ...wayTo(world.admin.endpoint, name) },
      {
        ...pod,
        ...wayTo(world.admin.endpoint, name.replace('vpce-', 'vpce-9')),
      },
    ]) {
      await expect(look(strayed)).rejects.toThrow(/socket hang up/);
    }
  });

  it('are let through to STS before they are anybody', async () => {
    const endpoint = await create('sts', {
      ...everybody,
      Action: 'sts:AssumeRoleWithWebIdentity',
      Resource: OTHER_ROLE,
    });
    await expect(clientOnNode(world, nodes[0].name)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('VPC endpoint policy'),
    });
    await change(endpoint?.VpcEndpointId, {
      ...everybody,
      Action: 'sts:AssumeRoleWithWebIdentity',
      Resource: POD_ROLE,
    });
    await clientOnNode(world, nodes[0].name);
    await clientOnNode(world, 'a node that there is not');
  });
});
