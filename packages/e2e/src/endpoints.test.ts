import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import type {
  VaultClusterSpec,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  DefaultVaultEks,
  endpointsPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { pointAwsClientsAt } from './awsEnvironment';
import { startHarness, type Harness } from './harness';
import { createTestRole } from './roles';

jest.setTimeout(300_000);

const { signal } = new AbortController();
const POLICY = path.resolve(
  __dirname,
  '../../../docs/permissions/deploy-policy.json',
);

describe('the endpoints alone, with the documented rights', () => {
  let harness: Harness;
  let vaultEks: DefaultVaultEks;
  let restore: () => void;
  let ec2: EC2Client;
  let vpcId: string;

  beforeAll(async () => {
    harness = await startHarness();
    const { sandbox, config } = harness;
    ec2 = new EC2Client({});
    // Its keys are the administrator's from here on, whatever the environment says later.
    await ec2.send(new DescribeVpcEndpointsCommand({}));
    const { cluster } = await new EKSClient({}).send(
      new DescribeClusterCommand({ name: sandbox.clusters[0].name }),
    );
    vpcId = cluster?.resourcesVpcConfig?.vpcId ?? '';
    const role = await createTestRole(sandbox, {
      name: 'endpoints',
      policy: readFileSync(POLICY, 'utf8'),
    });
    restore = pointAwsClientsAt(sandbox, role.keys);
    vaultEks = DefaultVaultEks.create({ config, logger: harness.logger() });
  });
  afterAll(async () => {
    await vaultEks?.close();
    restore?.();
    await harness?.stop();
  });

  const options = () => ({ signal, logger: harness.logger() });

  async function ensure(input: Partial<VaultClusterSpecInput>) {
    const spec = harness.spec(input);
    const report = await vaultEks.ensure(spec, {
      ...options(),
      part: endpointsPart,
    });
    const again = await vaultEks.ensure(spec, {
      ...options(),
      part: endpointsPart,
    });
    expect(again.changed).toBe(false);
    return report;
  }

  // It is no business of Kubernetes, where this identity has no entry.
  const destroy = (spec: VaultClusterSpec) =>
    vaultEks.destroy(spec, { ...options(), onlyAws: true });

  async function find(id = ''): Promise<VpcEndpoint> {
    const { VpcEndpoints = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
    );
    return VpcEndpoints[0];
  }

  async function sources(id = '') {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [id] }),
    );
    return SecurityGroups[0].IpPermissions?.map(rule => ({
      port: rule.FromPort,
      ranges: rule.IpRanges?.length,
      groups: rule.UserIdGroupPairs?.length,
    }));
  }

  it('are made, brought to another spec, and taken down', async () => {
    const { outputs } = await ensure({});
    expect(await find(outputs.kmsEndpointId)).toMatchObject({
      State: 'available',
      PrivateDnsEnabled: true,
    });
    expect(outputs.kmsEndpointUrl).toBeUndefined();
    const [open] = (await sources(outputs.endpointSecurityGroupId)) ?? [];
    expect(open).toMatchObject({ port: 443 });
    expect(open.ranges).toBeGreaterThan(0);
    expect(open.groups).toBeGreaterThan(0);

    const dynamodb = 'none' as const;
    const next = await ensure({ endpoints: { dynamodb, privateDns: false } });
    expect(next.outputs).toMatchObject({
      kmsEndpointId: outputs.kmsEndpointId,
      kmsEndpointUrl: expect.stringMatching(/^https:\/\/vpce-.*\.kms\./),
      stsEndpointUrl: expect.stringMatching(/^https:\/\/vpce-.*\.sts\./),
    });
    expect(await sources(outputs.endpointSecurityGroupId)).toMatchObject([
      { port: 443, ranges: 0 },
    ]);

    expect((await find(outputs.dynamodbEndpointId)).State).toMatch(
      /available/i,
    );
    const none = { dynamodb, kms: 'none', sts: 'none' } as const;
    const dropped = harness.spec({ endpoints: none });
    const { plan } = await vaultEks.ensure(dropped, {
      ...options(),
      ...{ part: endpointsPart, dryRun: true },
    });
    expect(plan?.changes).toBe(false);
    const [finding] = plan?.findings ?? [];
    expect(finding).toMatchObject({ id: 'unwanted-endpoints' });
    for (const id of [
      outputs.dynamodbEndpointId,
      outputs.kmsEndpointId,
      outputs.endpointSecurityGroupId,
    ]) {
      expect(finding.what).toContain(id);
    }
    await ensure({ endpoints: none });
    expect((await find(outputs.kmsEndpointId)).State).toMatch(/available/i);

    await destroy(dropped);
    await expect(find(outputs.dynamodbEndpointId)).rejects.toThrow();
    await expect(find(outputs.kmsEndpointId)).rejects.toThrow();
    await expect(sources(outputs.endpointSecurityGroupId)).rejects.toThrow();
  });

  it('lead to DynamoDB by an interface too, for this Vault only', async () => {
    const endpoints = {
      kms: 'none',
      sts: 'none',
      policy: 'narrow',
      types: { dynamodb: 'interface' },
    } as const;
    const { outputs } = await ensure({ endpoints });
    const made = await find(outputs.dynamodbEndpointId);
    expect(made).toMatchObject({
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: false,
    });
    expect(made.PolicyDocument).toContain('dynamodb:BatchWriteItem');
    expect(outputs.dynamodbEndpointUrl).toMatch(/^https:\/\/vpce-/);
    await ensure({ endpoints: { ...endpoints, policy: 'wide' } });
    const wide = await find(outputs.dynamodbEndpointId);
    expect(wide.PolicyDocument).not.toContain('BatchWriteItem');
    await destroy(harness.spec({ endpoints }));
    await expect(find(outputs.dynamodbEndpointId)).rejects.toThrow();
  });

  it('refuse to change a gateway of others, until it is adopted, and leave it behind then', async () => {
    const { RouteTables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    );
    const tables = RouteTables.map(({ RouteTableId = '' }) => RouteTableId);
    const { VpcEndpoint: foreign } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpcId,
        ServiceName: `com.amazonaws.${harness.sandbox.aws.region}.dynamodb`,
        RouteTableIds: tables.slice(0, 1),
      }),
    );
    const id = foreign?.VpcEndpointId ?? '';
    const endpoints = {
      dynamodb: 'existing',
      kms: 'none',
      sts: 'none',
      routeTableIds: tables,
    } as const;
    const existing = harness.spec({ endpoints });
    const run = { ...options(), part: endpointsPart };
    await expect(vaultEks.ensure(existing, run)).rejects.toThrow(
      `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --add-route-table-ids ${tables
        .slice(1)
        .join(' ')}`,
    );
    expect((await find(id)).RouteTableIds).toEqual(tables.slice(0, 1));

    const adopting = { endpoints, adopt: true };
    expect((await ensure(adopting)).outputs.dynamodbEndpointId).toBe(id);
    const adopted = await find(id);
    expect([...(adopted.RouteTableIds ?? [])].sort()).toEqual(tables.sort());
    expect(adopted.PolicyDocument).toBe(foreign?.PolicyDocument);
    await destroy(harness.spec(adopting));
    expect((await find(id)).State).toMatch(/available/i);
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  });
});
