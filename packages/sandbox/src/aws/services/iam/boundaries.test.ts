import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  paginateListRoles,
  paginateSimulatePrincipalPolicy,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { SEED } from '../../../seed';
import { assumeNewRole, policyOf } from '../../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const RoleName = 'vault-role';
const noBoundary = `arn:aws:iam::${SEED.account}:policy/nothing`;
const trust = policyOf({
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

jest.setTimeout(60_000);

describe('roles and their boundaries', () => {
  let world: AwsWorld;
  let iam: IAMClient;

  beforeEach(async () => {
    world = await startAwsWorld();
    iam = new IAMClient(world.admin);
  });
  afterEach(async () => {
    iam.destroy();
    await world.close();
  });

  const createRole = (options: {
    readonly Path?: string;
    readonly PermissionsBoundary?: string;
    readonly AssumeRolePolicyDocument?: string;
  }) =>
    iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trust,
        ...options,
      }),
    );
  const createBoundary = async () => {
    const { Policy: policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'limits',
        Path: '/platform/',
        PolicyDocument: policyOf({
          Effect: 'Allow',
          Action: ['dynamodb:*', 'kms:*'],
          Resource: '*',
        }),
      }),
    );
    return policy?.Arn ?? '';
  };
  const role = async () =>
    (await iam.send(new GetRoleCommand({ RoleName }))).Role;

  it('have a path and a boundary that exists', async () => {
    await expect(
      createRole({ PermissionsBoundary: noBoundary }),
    ).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Scope ARN: ${noBoundary} does not exist or is not attachable.`,
    });
    await expect(createRole({ Path: 'platform' })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    const boundary = await createBoundary();
    await createRole({ Path: '/platform/', PermissionsBoundary: boundary });
    expect(await role()).toMatchObject({
      Arn: `arn:aws:iam::${SEED.account}:role/platform/${RoleName}`,
      PermissionsBoundary: {
        PermissionsBoundaryArn: boundary,
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      },
    });

    await expect(
      iam.send(new DeletePolicyCommand({ PolicyArn: boundary })),
    ).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    expect((await role())?.PermissionsBoundary).toBeUndefined();
    await iam.send(
      new PutRolePermissionsBoundaryCommand({
        RoleName,
        PermissionsBoundary: boundary,
      }),
    );
    expect(
      (await iam.send(new GetPolicyCommand({ PolicyArn: boundary }))).Policy,
    ).toMatchObject({ PermissionsBoundaryUsageCount: 1, AttachmentCount: 0 });
    const { PolicyVersion: version } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: boundary, VersionId: 'v1' }),
    );
    expect(decodeURIComponent(version?.Document ?? '')).toContain('dynamodb:*');
  });

  it('trust only who exists', async () => {
    await expect(
      createRole({
        AssumeRolePolicyDocument: policyOf({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${SEED.account}:role/nobody` },
          Action: 'sts:AssumeRole',
        }),
      }),
    ).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: `Invalid principal in policy: "AWS":"arn:aws:iam::${SEED.account}:role/nobody"`,
    });
  });

  it('are described, tagged and listed in pages', async () => {
    await createRole({});
    await iam.send(
      new UpdateRoleDescriptionCommand({ RoleName, Description: 'Vault' }),
    );
    await iam.send(
      new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }),
    );
    await iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));
    expect(await role()).toMatchObject({
      Description: 'Vault',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'b', Value: '2' }],
    });
    await expect(
      iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 60 })),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    const pages = [];
    for await (const page of paginateListRoles(
      { client: iam, pageSize: 2 },
      {},
    )) {
      pages.push(page.Roles?.length);
    }
    expect(pages).toEqual([2, 2]);
  });

  it('have tag keys that are the same in either case', async () => {
    await createRole({});
    const tag = (...keys: string[]) =>
      iam.send(
        new TagRoleCommand({
          RoleName,
          Tags: keys.map(Key => ({ Key, Value: '1' })),
        }),
      );
    await expect(tag('Team', 'team')).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
    await tag('Team');
    await tag('team');
    expect(await role()).toMatchObject({ Tags: [{ Key: 'team' }] });
  });

  it('are simulated within their boundary, in pages', async () => {
    const { arn } = await assumeNewRole(world.admin, {
      name: 'simulated',
      allows: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      boundary: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
    });
    const decisions = [];
    let pages = 0;
    for await (const page of paginateSimulatePrincipalPolicy(
      { client: iam, pageSize: 2 },
      {
        PolicySourceArn: arn,
        ActionNames: ['kms:Encrypt', 'iam:CreateRole', 'kms:Decrypt'],
      },
    )) {
      pages += 1;
      decisions.push(
        ...(page.EvaluationResults ?? []).map(result => [
          result.EvalDecision,
          result.PermissionsBoundaryDecisionDetail
            ?.AllowedByPermissionsBoundary,
        ]),
      );
    }
    expect(pages).toBe(2);
    expect(decisions).toEqual([
      ['allowed', true],
      ['implicitDeny', false],
      ['allowed', true],
    ]);
  });

  it('are asked for in the one region of IAM, wherever the client works', async () => {
    const within = (region: string) => ({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    });
    const get = async (region: string) => {
      const { client } = await assumeNewRole(world.admin, {
        name: `in-${region}`,
        allows: [within(region)],
      });
      const asRole = new IAMClient(client);
      try {
        return await asRole.send(
          new GetRoleCommand({ RoleName: `in-${region}` }),
        );
      } finally {
        asRole.destroy();
      }
    };
    await expect(get(SEED.region)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect((await get('us-east-1')).Role?.RoleName).toBe('in-us-east-1');
  });
});
