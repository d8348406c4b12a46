import {
  CreateAliasCommand,
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KeyMetadata,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { connectWorld, World } from './world/connectWorld';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { describeAdoption } from './world/describeAdoption';
import { makeKey } from './world/makeKey';
import { onStage } from './world/Stage';

const WISH = { release: 'seal' };

async function describeKey({ aws, names }: Scene): Promise<KeyMetadata> {
  const { KeyMetadata: key } = await aws.kms.send(
    new DescribeKeyCommand({ KeyId: names.keyAlias }),
  );
  return key ?? { KeyId: undefined };
}

/** Lets the account do everything, as a key has it that nobody gave a policy. */
const openPolicy = ({ account }: World['aws']) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });

const breakGlass = ({ account }: World['aws']) =>
  `arn:aws:iam::${account}:role/break-glass`;

// The deletion takes the alias away, so the key is remembered.
let keyId: string | undefined;

async function expectTag(scene: Scene): Promise<void> {
  const { KeyId } = await describeKey(scene);
  const { Tags } = await scene.aws.kms.send(
    new ListResourceTagsCommand({ KeyId }),
  );
  expect(Tags).toContainEqual({
    TagKey: 'vault-eks.io/cluster',
    TagValue: scene.owner,
  });
}

async function seen(scene: Scene): Promise<void> {
  const { aws } = scene;
  const { KeyId, ...key } = await describeKey(scene);
  keyId = KeyId;
  expect(key).toMatchObject({
    KeyState: 'Enabled',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyUsage: 'ENCRYPT_DECRYPT',
  });
  expect(
    await aws.kms.send(new GetKeyRotationStatusCommand({ KeyId })),
  ).toMatchObject({ KeyRotationEnabled: true });
  const { Policy } = await aws.kms.send(
    new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
  );
  expect(Policy).toContain('DeletionGuard');
  await expectTag(scene);
}

async function expectKey(
  scene: Scene,
  wanted: Partial<KeyMetadata>,
): Promise<void> {
  expect(await describeKey(scene)).toMatchObject(wanted);
}

async function expectRotation(scene: Scene, days: number): Promise<void> {
  const { KeyId } = await describeKey(scene);
  expect(
    await scene.aws.kms.send(new GetKeyRotationStatusCommand({ KeyId })),
  ).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: days });
}

async function expectBreakGlass(scene: Scene): Promise<void> {
  const { KeyId } = await describeKey(scene);
  const { Policy } = await scene.aws.kms.send(
    new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
  );
  expect(Policy).toContain(breakGlass(scene.aws));
}

async function gone(scene: Scene): Promise<void> {
  await expect(describeKey(scene)).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  const { KeyMetadata: key } = await scene.aws.kms.send(
    new DescribeKeyCommand({ KeyId: keyId }),
  );
  expect(key?.KeyState).toBe('PendingDeletion');
}

describeLifecycle({
  title: 'KMS seal key',
  node: 'seal-key',
  wish: WISH,
  seen,
  meddle: {
    name: 'another policy and no rotation',
    async act(scene) {
      const { kms } = scene.aws;
      const { KeyId } = await describeKey(scene);
      await kms.send(
        new PutKeyPolicyCommand({
          ...{ KeyId, PolicyName: 'default' },
          Policy: openPolicy(scene.aws),
        }),
      );
      await kms.send(new DisableKeyRotationCommand({ KeyId }));
    },
  },
  choices: [
    {
      name: 'another description',
      wish: { ...WISH, seal: { description: 'Ours' } },
      seen: scene => expectKey(scene, { Description: 'Ours' }),
    },
    {
      name: 'principals for the day when the glass is broken',
      wish: async ({ aws }) => ({
        ...WISH,
        seal: { breakGlassPrincipals: [breakGlass(aws)] },
      }),
      seen: expectBreakGlass,
    },
    {
      name: 'another rotation period',
      wish: { ...WISH, seal: { rotationPeriodDays: 180 } },
      seen: scene => expectRotation(scene, 180),
    },
  ],
  stranger: {
    wish: ({ names }) => ({
      release: 'stranger',
      seal: { alias: names.keyAlias },
    }),
    refusal: /belongs to the Vault .*\/seal/,
  },
  gone,
});

describeAdoption({
  title: 'KMS seal key',
  node: 'seal-key',
  async make(world) {
    const alias = 'alias/of-others';
    await world.aws.kms.send(
      new CreateAliasCommand({
        AliasName: alias,
        TargetKeyId: await makeKey(world),
      }),
    );
    return { release: 'seal-adopted', seal: { alias } };
  },
  before: { refusal: expect.stringMatching(/adopt: true/) },
  seen: expectTag,
});

describe('KMS seal key:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('service: its policy keeps even the administrator from deleting it', async () => {
    await onStage(world, { release: 'guarded' }, 'seal-key', async at => {
      await at.apply();
      const { KeyId } = await describeKey({ ...world, ...at });
      await expect(
        world.aws.kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });
  });
});
