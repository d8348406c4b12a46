import {
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
  ModifyVpcEndpointCommandInput,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';

const OPEN = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

const changed = (
  old: readonly string[] = [],
  added: readonly string[] = [],
  removed: readonly string[] = [],
) => [...old, ...added].filter(id => !removed.includes(id));

function modify(endpoint: VpcEndpoint, input: ModifyVpcEndpointCommandInput) {
  endpoint.RouteTableIds = changed(
    endpoint.RouteTableIds,
    input.AddRouteTableIds,
  );
  endpoint.SubnetIds = changed(
    endpoint.SubnetIds,
    input.AddSubnetIds,
    input.RemoveSubnetIds,
  );
  endpoint.Groups = changed(
    endpoint.Groups?.map(({ GroupId = '' }) => GroupId),
    input.AddSecurityGroupIds,
    input.RemoveSecurityGroupIds,
  ).map(GroupId => ({ GroupId }));
  endpoint.PrivateDnsEnabled =
    input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled;
  endpoint.PolicyDocument = input.ResetPolicy
    ? OPEN
    : input.PolicyDocument ?? endpoint.PolicyDocument;
}

/** EC2 as far as endpoints go: answers in pages, and an interface endpoint is pending on the first look. */
export function fakeEndpoints() {
  const client = new EC2Client({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const endpoints: VpcEndpoint[] = [];
  const byId = (id: string) => {
    const endpoint = endpoints.find(e => e.VpcEndpointId === id);
    if (!endpoint) {
      throw new Error(`There is no ${id}`);
    }
    return endpoint;
  };
  mock.on(DescribeVpcEndpointsCommand).callsFake(({ Filters, NextToken }) => {
    const service = Filters.find(
      (f: { Name: string }) => f.Name === 'service-name',
    ).Values[0];
    if (!NextToken) {
      return { VpcEndpoints: [], NextToken: 'more' };
    }
    const found = endpoints.filter(e => e.ServiceName === service);
    const answer = found.map(e => ({ ...e }));
    found
      .filter(({ State }) => State === 'Pending')
      .forEach(e => Object.assign(e, { State: 'available' }));
    return { VpcEndpoints: answer };
  });
  mock.on(CreateVpcEndpointCommand).callsFake(input => {
    const id = `vpce-${endpoints.length + 1}`;
    endpoints.push({
      VpcEndpointId: id,
      VpcEndpointType: input.VpcEndpointType,
      ServiceName: input.ServiceName,
      State: input.VpcEndpointType === 'Gateway' ? 'Available' : 'Pending',
      RouteTableIds: input.RouteTableIds,
      SubnetIds: input.SubnetIds,
      Groups: input.SecurityGroupIds?.map((GroupId: string) => ({ GroupId })),
      PrivateDnsEnabled: input.PrivateDnsEnabled,
      PolicyDocument: input.PolicyDocument ?? OPEN,
      Tags: input.TagSpecifications?.[0].Tags,
      DnsEntries: [
        { DnsName: 'kms.eu-west-1.amazonaws.com' },
        { DnsName: `${id}-a1.kms.eu-west-1.vpce.amazonaws.com` },
        { DnsName: `${id}-a1-eu-west-1a.kms.eu-west-1.vpce.amazonaws.com` },
      ],
    });
    return {};
  });
  mock.on(ModifyVpcEndpointCommand).callsFake(input => {
    modify(byId(input.VpcEndpointId), input);
    return {};
  });
  mock.on(CreateTagsCommand).callsFake(({ Resources, Tags }) => {
    const endpoint = byId(Resources[0]);
    endpoint.Tags = [...(endpoint.Tags ?? []), ...Tags];
    return {};
  });
  mock.on(DeleteVpcEndpointsCommand).callsFake(({ VpcEndpointIds: [id] }) => {
    const index = endpoints.findIndex(e => e.VpcEndpointId === id);
    if (index < 0) {
      const Error = { Code: 'InvalidVpcEndpointId.NotFound', Message: id };
      return { Unsuccessful: [{ ResourceId: id, Error }] };
    }
    endpoints.splice(index, 1);
    return { Unsuccessful: [] };
  });
  return { client, mock, endpoints };
}
