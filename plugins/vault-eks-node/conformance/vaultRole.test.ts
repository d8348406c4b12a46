import {
  CreateRoleCommand,
  DeleteRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  allow,
  expectOwned,
  getPolicy,
  getRole,
  makePolicy,
  POLICY,
} from './service/role';
import { connectWorld, World } from './world/connectWorld';
import { describeAdoption } from './world/describeAdoption';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { onStage, setStage } from './world/Stage';

const WISH = { release: 'role', storage: { deletionProtection: false } };
let boundary: string;

async function seen(scene: Scene): Promise<void> {
  const { aws, names, cluster } = scene;
  await expectOwned(scene);
  const role = await getRole(scene);
  const issuer = cluster.oidcIssuer?.replace('https://', '');
  expect(role.trust.Statement[0].Condition.StringEquals).toEqual({
    [`${issuer}:aud`]: 'sts.amazonaws.com',
    [`${issuer}:sub`]: `system:serviceaccount:vault:${names.serviceAccount}`,
  });
  const policy = await getPolicy(aws.iam, names.role);
  expect(
    policy.Statement.flatMap(
      ({ Action }: { Action: readonly string[] }) => Action,
    ),
  ).toHaveLength(9);
}

async function expectSessionTags(scene: Scene): Promise<void> {
  const { trust } = await getRole(scene);
  expect(JSON.stringify(trust)).toContain('sts:TagSession');
}

async function expectBoundary(scene: Scene): Promise<void> {
  expect(await getRole(scene)).toMatchObject({
    PermissionsBoundary: { PermissionsBoundaryArn: boundary },
  });
}

async function expectTeam(scene: Scene): Promise<void> {
  const { Tags, PermissionsBoundary } = await getRole(scene);
  expect(Tags).toContainEqual({ Key: 'team', Value: 'platform' });
  expect(PermissionsBoundary).toBeUndefined();
}

async function gone(scene: Scene): Promise<void> {
  await expect(getRole(scene)).rejects.toMatchObject({
    name: expect.stringMatching(/^NoSuchEntity/),
  });
}

describeLifecycle({
  title: 'IAM role',
  node: 'vault-role',
  wish: WISH,
  seen,
  meddle: {
    name: 'a wider trust and wider rights',
    async act({ aws, names }) {
      await aws.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: names.role,
          PolicyDocument: allow({
            Principal: { AWS: `arn:aws:iam::${aws.account}:root` },
            Action: 'sts:AssumeRole',
          }),
        }),
      );
      await aws.iam.send(
        new PutRolePolicyCommand({
          RoleName: names.role,
          PolicyName: POLICY,
          PolicyDocument: allow({ Action: 'kms:*', Resource: '*' }),
        }),
      );
    },
  },
  choices: [
    {
      name: 'session tags',
      wish: { ...WISH, role: { sessionTags: true } },
      seen: expectSessionTags,
    },
    {
      name: 'a permissions boundary',
      async wish({ aws }) {
        boundary = await makePolicy(aws.iam, 'conformance-boundary');
        return { ...WISH, role: { permissionsBoundary: boundary } };
      },
      seen: expectBoundary,
    },
    {
      name: 'no permissions boundary, and another tag',
      wish: { ...WISH, tags: { team: 'platform' } },
      seen: expectTeam,
    },
  ],
  stranger: {
    wish: ({ names }) => ({
      ...WISH,
      release: 'stranger',
      role: { name: names.role },
    }),
    refusal: /belongs to the Vault .*\/role/,
  },
  gone,
});

describeAdoption({
  title: 'IAM role',
  node: 'vault-role',
  async make({ aws }) {
    await aws.iam.send(
      new CreateRoleCommand({
        RoleName: 'of-others',
        AssumeRolePolicyDocument: allow({
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    return {
      release: 'role-adopted',
      storage: { deletionProtection: false },
      role: { name: 'of-others' },
    };
  },
  before: { refusal: expect.stringMatching(/adopt: true/) },
  seen: expectOwned,
});

describe('IAM role:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('diff: says that only another role would have another path', async () => {
    const wish = { ...WISH, release: 'path' };
    await onStage(world, wish, 'vault-role', async ({ apply }) => {
      await apply();
      const moved = { ...wish, role: { path: '/platform/' } };
      const at = await setStage(world, moved, 'vault-role');
      expect(await at.plan()).toMatchObject({ verb: 'replace' });
    });
  });

  it('create: makes it below its path', async () => {
    const role = { path: '/platform/vault/' };
    const wish = { ...WISH, release: 'below', role };
    await onStage(world, wish, 'vault-role', async at => {
      expect((await at.apply()).outcome).toBe('created');
      const { Arn } = await getRole({ ...world, ...at });
      expect(Arn).toBe(
        `arn:aws:iam::${world.aws.account}:role/platform/vault/${at.names.role}`,
      );
    });
  });

  it('service: does not delete one that still has a policy', async () => {
    const wish = { ...WISH, release: 'full' };
    await onStage(world, wish, 'vault-role', async ({ names, apply }) => {
      await apply();
      await expect(
        world.aws.iam.send(new DeleteRoleCommand({ RoleName: names.role })),
      ).rejects.toMatchObject({
        name: expect.stringMatching(/^DeleteConflict/),
      });
    });
  });
});
