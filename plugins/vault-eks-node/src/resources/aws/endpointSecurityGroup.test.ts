import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { deleteSecurityGroup } from './deleteSecurityGroup';
import { endpointSecurityGroup } from './endpointSecurityGroup';
import type { AwsTag } from './ownership';
import { rulesOf } from './securityGroupRules';
import {
  awsError,
  changesOf,
  context,
  OWNER,
  OWNERSHIP,
  remove,
  removalOf,
  settle,
  wordsOf,
} from './testing/lifecycle';

interface Group {
  readonly GroupId: string;
  readonly Tags: AwsTag[];
  IpPermissions: IpPermission[];
}

function setUp() {
  const client = new EC2Client({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const state: { group?: Group } = {};
  const words = (permissions: IpPermission[]) =>
    rulesOf(permissions).map(rule => rule.words);
  mock
    .on(DescribeSecurityGroupsCommand)
    .callsFake(({ NextToken }) =>
      NextToken
        ? { SecurityGroups: state.group ? [state.group] : [] }
        : { SecurityGroups: [], NextToken: 'more' },
    );
  mock.on(CreateSecurityGroupCommand).callsFake(input => {
    const { Tags } = input.TagSpecifications[0];
    state.group = { GroupId: 'sg-1', IpPermissions: [], Tags };
    return {};
  });
  mock.on(CreateTagsCommand).callsFake(({ Tags }) => {
    state.group?.Tags.push(...Tags);
    return {};
  });
  mock
    .on(AuthorizeSecurityGroupIngressCommand)
    .callsFake(({ IpPermissions }) => {
      state.group?.IpPermissions.push(...IpPermissions);
      return {};
    });
  mock.on(RevokeSecurityGroupIngressCommand).callsFake(({ IpPermissions }) => {
    if (state.group) {
      const gone = words(IpPermissions);
      state.group.IpPermissions = rulesOf(state.group.IpPermissions)
        .filter(rule => !gone.includes(rule.words))
        .map(({ permission }) => permission);
    }
    return {};
  });
  mock.on(DeleteSecurityGroupCommand).callsFake(() => {
    state.group = undefined;
    return {};
  });
  const group = (
    groupIds: string[],
    cidrs: string[] = [],
    tags: Record<string, string> = {},
  ) =>
    endpointSecurityGroup({
      client,
      name: 'endpoints',
      ownership: { ...OWNERSHIP, tags },
      vpcId: 'vpc-1',
      sources: { groupIds, cidrs, because: 'since names lead here' },
    });
  const allowed = () => words(state.group?.IpPermissions ?? []);
  return { client, mock, state, group, allowed };
}

describe('endpointSecurityGroup', () => {
  it.each([
    [{}, 'endpoints'],
    [{ Name: 'of the spec' }, 'of the spec'],
  ])('has one name, with the tags %j', async (tags, Value) => {
    const { state, group } = setUp();
    await settle(group(['sg-9'], [], tags));
    expect(state.group?.Tags.filter(({ Key }) => Key === 'Name')).toEqual([
      { Key: 'Name', Value },
    ]);
  });

  it('lets HTTPS in from the sources, says why, and is deleted', async () => {
    const { state, group, allowed, mock } = setUp();
    const wanted = group(['sg-9'], ['10.0.0.0/16']);
    expect(wanted.title).toBe(
      'security group endpoints (443 from sg-9, 10.0.0.0/16, since names lead here)',
    );
    expect(group(['sg-9']).title).toBe(
      'security group endpoints (443 from sg-9)',
    );
    expect((await settle(wanted)).outcome).toBe('created');
    expect(allowed()).toEqual([
      'tcp 443 from sg-9',
      'tcp 443 from 10.0.0.0/16',
    ]);
    const [{ args }] = mock.commandCalls(AuthorizeSecurityGroupIngressCommand);
    expect(args[0].input.TagSpecifications).toMatchObject([
      {
        ResourceType: 'security-group-rule',
        Tags: expect.arrayContaining([
          { Key: 'vault-eks.io/cluster', Value: OWNER },
        ]),
      },
    ]);
    expect((await settle(wanted)).outcome).toBe('kept');
    expect(await removalOf(wanted)).toEqual({ verb: 'delete' });
    await remove(wanted);
    expect(state.group).toBeUndefined();
  });

  it('revokes whatever else is let in', async () => {
    const { state, group, allowed } = setUp();
    await settle(group(['sg-9'], ['10.0.0.0/16']));
    state.group?.IpPermissions.push(
      {
        ...{ IpProtocol: 'tcp', FromPort: 22, ToPort: 443 },
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      },
      { IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] },
    );
    const narrower = group(['sg-9']);
    expect(await wordsOf(narrower)).toEqual([
      'ingress: tcp 443 from 10.0.0.0/16 -> revoked',
      'ingress: tcp 22-443 from 0.0.0.0/0 -> revoked',
      'ingress: tcp 22-443 from ::/0 -> revoked',
      'ingress: everything from pl-1 -> revoked',
    ]);
    expect((await settle(narrower)).outcome).toBe('updated');
    expect(allowed()).toEqual(['tcp 443 from sg-9']);
  });

  it('survives that it came into being meanwhile, and that rules came and went', async () => {
    const { state, group, mock, allowed } = setUp();
    mock.on(CreateSecurityGroupCommand).callsFake(() => {
      const Tags = [{ Key: 'vault-eks.io/cluster', Value: OWNER }];
      state.group = { GroupId: 'sg-1', IpPermissions: [], Tags };
      throw awsError('InvalidGroup.Duplicate');
    });
    mock
      .on(AuthorizeSecurityGroupIngressCommand)
      .callsFakeOnce(() => {
        throw awsError('InvalidGroup.NotFound');
      })
      .callsFake(({ IpPermissions }) => {
        state.group?.IpPermissions.push(...IpPermissions);
        throw awsError('InvalidPermission.Duplicate');
      });
    expect((await settle(group(['sg-9']))).outcome).toBe('created');
    expect(allowed()).toEqual(['tcp 443 from sg-9']);
  });

  it('leaves a group of others alone', async () => {
    const { state, group } = setUp();
    state.group = { GroupId: 'sg-9', IpPermissions: [], Tags: [] };
    expect((await changesOf(group(['sg-8'])))[0].refusal).toMatch(/sg-9/);
    expect(await removalOf(group(['sg-8']))).toMatchObject({ verb: 'keep' });
  });
});

describe('deleteSecurityGroup', () => {
  const attempt = (timeoutMs: number, codes: string[]) => {
    const { client, mock } = setUp();
    mock.on(DeleteSecurityGroupCommand).callsFake(() => {
      const code = codes.shift();
      if (code) {
        throw awsError(code);
      }
      return {};
    });
    const deletion = deleteSecurityGroup({
      ...{ client, id: 'sg-1', timeoutMs, intervalMs: 1 },
      ...context(),
    });
    return { deletion, mock };
  };

  it('waits for the network interfaces of the endpoints', async () => {
    const codes = ['DependencyViolation', 'DependencyViolation'];
    const { deletion, mock } = attempt(60_000, codes);
    await deletion;
    expect(mock.commandCalls(DeleteSecurityGroupCommand)).toHaveLength(3);
  });

  it('is content when the group is gone', async () => {
    await expect(
      attempt(60_000, ['InvalidGroup.NotFound']).deletion,
    ).resolves.toBeUndefined();
  });

  it('says what to do when something uses it for ever', async () => {
    const codes = Array(1000).fill('DependencyViolation');
    await expect(attempt(5, codes).deletion).rejects.toThrow(
      /sg-1 is still in use.*run again/,
    );
  });

  it('does not wait for what waiting does not mend', async () => {
    await expect(
      attempt(60_000, ['UnauthorizedOperation']).deletion,
    ).rejects.toThrow('UnauthorizedOperation');
  });
});
