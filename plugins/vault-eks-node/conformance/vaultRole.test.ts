import {
  DeleteRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { connectWorld, World } from './world/connectWorld';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { onStage } from './world/Stage';

const WISH = { release: 'role', storage: { deletionProtection: false } };
const POLICY = 'vault-storage-and-seal';

const decoded = (document = '') => JSON.parse(decodeURIComponent(document));

async function getRole({ aws, names }: Scene) {
  const { Role } = await aws.iam.send(
    new GetRoleCommand({ RoleName: names.role }),
  );
  return { ...Role, trust: decoded(Role?.AssumeRolePolicyDocument) };
}

async function getPolicy(iam: IAMClient, RoleName: string) {
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({ RoleName, PolicyName: POLICY }),
  );
  return decoded(PolicyDocument);
}

async function seen(scene: Scene): Promise<void> {
  const { aws, names, cluster, owner } = scene;
  const role = await getRole(scene);
  const issuer = cluster.oidcIssuer?.replace('https://', '');
  expect(role.Tags).toContainEqual({
    Key: 'vault-eks.io/cluster',
    Value: owner,
  });
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
      const open = (statement: object) =>
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', ...statement }],
        });
      await aws.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: names.role,
          PolicyDocument: open({
            Principal: { AWS: `arn:aws:iam::${aws.account}:root` },
            Action: 'sts:AssumeRole',
          }),
        }),
      );
      await aws.iam.send(
        new PutRolePolicyCommand({
          RoleName: names.role,
          PolicyName: POLICY,
          PolicyDocument: open({ Action: 'kms:*', Resource: '*' }),
        }),
      );
    },
  },
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

describe('IAM role:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

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
