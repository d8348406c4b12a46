import {
  CreateVpcEndpointCommand,
  ModifyVpcEndpointCommand,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { narrowPolicy } from './endpointPolicy';
import { gatewayEndpoint } from './gatewayEndpoint';
import type { GatewayEndpointOptions } from './observedGateway';
import { fakeEndpoints } from './__testUtils__/fakeEndpoints';
import {
  changesOf,
  OWNER,
  OWNERSHIP,
  remove,
  removalOf,
  ROLE_ARN,
  settle,
  wordsOf,
} from './testing/lifecycle';

const SERVICE = 'com.amazonaws.eu-west-1.dynamodb';
const NARROW = narrowPolicy({
  service: 'dynamodb',
  resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault-demo',
  roleArn: ROLE_ARN,
});
const ADOPT = { ...OWNERSHIP, adopt: true };
const OTHER_VAULT = [{ Key: 'vault-eks.io/cluster', Value: 'other/v/v' }];

function setUp() {
  const ec2 = fakeEndpoints();
  const endpoint = (overrides: Partial<GatewayEndpointOptions> = {}) =>
    gatewayEndpoint({
      client: ec2.client,
      choice: 'create',
      ownership: OWNERSHIP,
      vpcId: 'vpc-1',
      serviceName: SERVICE,
      routeTableIds: ['rtb-1', 'rtb-2'],
      policy: 'wide',
      ...overrides,
    });
  const foreign = (RouteTableIds: string[], rest: VpcEndpoint = {}) => {
    const id = `vpce-foreign${ec2.endpoints.length || ''}`;
    ec2.endpoints.push({
      VpcEndpointId: id,
      VpcEndpointType: 'Gateway',
      ServiceName: SERVICE,
      State: 'Available',
      RouteTableIds,
      ...rest,
    });
  };
  return { ...ec2, endpoint, foreign };
}

describe('gatewayEndpoint, made', () => {
  it('is created once, gets a new route table, and is deleted', async () => {
    const { endpoints, endpoint, mock } = setUp();
    expect((await settle(endpoint())).outcome).toBe('created');
    expect((await settle(endpoint())).outcome).toBe('kept');
    expect(
      mock.commandCalls(CreateVpcEndpointCommand)[0].args[0].input
        .PolicyDocument,
    ).toBeUndefined();
    const more = endpoint({ routeTableIds: ['rtb-1', 'rtb-2', 'rtb-3'] });
    expect(await wordsOf(more)).toEqual([
      'routeTables: (absent) -> also rtb-3',
    ]);
    expect((await settle(more)).outcome).toBe('updated');
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0].RouteTableIds).toEqual(['rtb-1', 'rtb-2', 'rtb-3']);
    expect(await removalOf(endpoint())).toEqual({ verb: 'delete' });
    await remove(endpoint());
    expect(endpoints).toEqual([]);
  });

  it('leaves route tables that others gave it', async () => {
    const { endpoints, endpoint } = setUp();
    await settle(endpoint());
    endpoints[0].RouteTableIds?.push('rtb-9');
    expect((await settle(endpoint())).outcome).toBe('kept');
  });

  it('has its policy and its tags brought to the spec', async () => {
    const { endpoints, endpoint } = setUp();
    await settle(endpoint());
    const narrow = endpoint({ policy: NARROW });
    expect(await wordsOf(narrow)).toEqual([
      'policy: every call -> the calls of this Vault only',
    ]);
    await settle(narrow);
    expect(JSON.parse(endpoints[0].PolicyDocument ?? '')).toEqual(NARROW);
    expect((await settle(narrow)).outcome).toBe('kept');
    const tagged = { ...OWNERSHIP, tags: { team: 'secrets' } };
    const wide = endpoint({ ownership: tagged });
    expect(await wordsOf(wide)).toEqual([
      'tag team: (absent) -> secrets',
      'policy: another policy -> every call',
    ]);
    await settle(wide);
    expect(endpoints[0].Tags).toContainEqual({ Key: 'team', Value: 'secrets' });
    expect((await settle(wide)).outcome).toBe('kept');
  });

  it('finds before anything is made that a route table is taken, and by whom', async () => {
    const { endpoint, foreign, mock } = setUp();
    foreign(['rtb-2', 'rtb-7']);
    await expect(settle(endpoint())).rejects.toThrow(
      'vpce-foreign of others serves rtb-2 already, and a route table takes one endpoint of a service. Choose endpoints.dynamodb: existing',
    );
    expect(mock.commandCalls(CreateVpcEndpointCommand)).toHaveLength(0);
    expect(await removalOf(endpoint())).toMatchObject({ verb: 'keep' });
  });

  it('names the endpoint that took a route table from it', async () => {
    const { endpoints, endpoint, foreign } = setUp();
    await settle(endpoint({ routeTableIds: ['rtb-1'] }));
    foreign(['rtb-2']);
    await expect(settle(endpoint())).rejects.toThrow(
      /^vpce-foreign1 serves rtb-2 already.*endpoints.routeTableIds/,
    );
    expect(endpoints[0].RouteTableIds).toEqual(['rtb-1']);
  });

  it('is not in the way of one in other route tables', async () => {
    const { endpoints, endpoint, foreign } = setUp();
    foreign(['rtb-9']);
    expect((await settle(endpoint())).outcome).toBe('created');
    expect(endpoints).toHaveLength(2);
  });
});

describe('gatewayEndpoint, existing', () => {
  it('is used as it is, even with adopt, when it serves all route tables', async () => {
    const { endpoint, foreign, mock } = setUp();
    foreign(['rtb-1', 'rtb-2'], { PolicyDocument: '{"Statement":[]}' });
    for (const ownership of [OWNERSHIP, ADOPT]) {
      const existing = endpoint({ choice: 'existing', ownership });
      expect((await settle(existing)).outcome).toBe('adopted');
      expect(await removalOf(existing)).toEqual({
        verb: 'keep',
        reason: 'it is not ours',
      });
    }
    expect(mock.commandCalls(ModifyVpcEndpointCommand)).toHaveLength(0);
  });

  it('is served by several together', async () => {
    const { endpoint, foreign } = setUp();
    foreign(['rtb-1']);
    foreign(['rtb-2']);
    const existing = endpoint({ choice: 'existing' });
    expect((await settle(existing)).outcome).toBe('adopted');
  });

  it('is refused when it lacks route tables, with both ways out', async () => {
    const { endpoint, foreign, mock } = setUp();
    foreign(['rtb-1']);
    const [change] = await changesOf(endpoint({ choice: 'existing' }));
    expect(change.refusal).toMatch(/^It lacks rtb-2\./);
    expect(change.refusal).toMatch(/Set adopt: true/);
    expect(change.refusal).toMatch(
      /aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-foreign --add-route-table-ids rtb-2$/,
    );
    expect(mock.commandCalls(ModifyVpcEndpointCommand)).toHaveLength(0);
  });

  it('gets the missing route tables with adopt and nothing else, and outlives the Vault', async () => {
    const { endpoints, endpoint, foreign, mock } = setUp();
    foreign(['rtb-1'], { PolicyDocument: '{"Statement":[]}' });
    const options = { choice: 'existing', ownership: ADOPT } as const;
    expect(await wordsOf(endpoint(options))).toEqual([
      `owner: (not ours) -> ${OWNER}`,
      'routeTables: (absent) -> also rtb-2',
    ]);
    expect((await settle(endpoint(options))).outcome).toBe('adopted');
    expect(
      mock.commandCalls(ModifyVpcEndpointCommand).map(c => c.args[0].input),
    ).toEqual([{ VpcEndpointId: 'vpce-foreign', AddRouteTableIds: ['rtb-2'] }]);
    expect(endpoints[0].Tags).toEqual(
      expect.arrayContaining([
        { Key: 'vault-eks.io/cluster', Value: OWNER },
        {
          Key: 'vault-eks.io/adopted-at',
          Value: expect.stringMatching(/^\d{4}-/),
        },
      ]),
    );
    expect((await settle(endpoint(options))).outcome).toBe('kept');
    expect(await removalOf(endpoint(options))).toEqual({
      verb: 'keep',
      reason: 'others made it, and it was only taken over',
    });
  });

  it('is finished by the next run when one ended between tags and route tables', async () => {
    const { endpoints, endpoint, foreign, mock } = setUp();
    foreign(['rtb-1']);
    mock
      .on(ModifyVpcEndpointCommand)
      .rejectsOnce(new Error('cut off'))
      .callsFake(input => {
        endpoints[0].RouteTableIds?.push(...input.AddRouteTableIds);
        return {};
      });
    const options = { choice: 'existing', ownership: ADOPT } as const;
    await expect(settle(endpoint(options))).rejects.toThrow('cut off');
    await settle(endpoint(options));
    expect(endpoints[0].RouteTableIds).toEqual(['rtb-1', 'rtb-2']);
  });

  it('of another Vault is used, and never changed', async () => {
    const { endpoint, foreign } = setUp();
    foreign(['rtb-1', 'rtb-2'], { Tags: OTHER_VAULT });
    const options = { choice: 'existing', ownership: ADOPT } as const;
    expect((await settle(endpoint(options))).outcome).toBe('adopted');
    const more = endpoint({ ...options, routeTableIds: ['rtb-1', 'rtb-3'] });
    expect((await changesOf(more))[0].refusal).toMatch(
      /lacks rtb-3, and it belongs to the Vault other\/v\/v/,
    );
  });

  it('is missed when there is none', async () => {
    const { endpoint } = setUp();
    const existing = endpoint({ choice: 'existing' });
    expect((await changesOf(existing))[0].refusal).toBe(
      'there is no such endpoint in vpc-1. Choose endpoints.dynamodb: create.',
    );
  });
});
