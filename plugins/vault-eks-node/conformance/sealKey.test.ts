import {
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

// The deletion takes the alias away, so the key is remembered.
let keyId: string | undefined;

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
  const { Tags } = await aws.kms.send(new ListResourceTagsCommand({ KeyId }));
  expect(Tags).toContainEqual({
    TagKey: 'vault-eks.io/cluster',
    TagValue: scene.owner,
  });
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
  stranger: {
    wish: ({ names }) => ({
      release: 'stranger',
      seal: { alias: names.keyAlias },
    }),
    refusal: /belongs to the Vault .*\/seal/,
  },
  gone,
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
