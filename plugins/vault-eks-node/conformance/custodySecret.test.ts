import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  describeSecret,
  expectCopies,
  expectPolicy,
  expectTag,
} from './service/secret';
import { connectWorld, World } from './world/connectWorld';
import { describeAdoption, USED } from './world/describeAdoption';
import { describeLifecycle, Scene } from './world/describeLifecycle';
import { makeKey } from './world/makeKey';
import { onStage, setStage, Wish } from './world/Stage';

const WISH = { release: 'custody' };

async function seen(scene: Scene): Promise<void> {
  const { aws, names, owner } = scene;
  const secret = await describeSecret(scene);
  expect(secret.ARN).toMatch(
    new RegExp(`:secret:${names.custodySecret}-[A-Za-z0-9]{6}$`),
  );
  await expectTag(scene, 'vault-eks.io/cluster', owner);
  const { SecretString, VersionStages } = await aws.secretsManager.send(
    new GetSecretValueCommand({ SecretId: names.custodySecret }),
  );
  expect(SecretString).toBe('{"state":"empty"}');
  expect(VersionStages).toEqual(['AWSCURRENT']);
}

/** A wish whose resource policy keeps the account's users from the value. */
const guarded = ({ account }: World['aws']): Wish => ({
  ...WISH,
  custody: {
    resourcePolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Guard',
          Effect: 'Deny',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: 'secretsmanager:RestoreSecret',
          Resource: '*',
        },
      ],
    },
  },
});

async function gone(scene: Scene): Promise<void> {
  const { DeletedDate } = await describeSecret(scene);
  expect(DeletedDate).toBeInstanceOf(Date);
  const at = await setStage(scene, WISH, 'custody-secret');
  expect((await at.plan()).refusal).toMatch(/scheduled for deletion/);
}

describeLifecycle({
  title: 'Secrets Manager custody secret',
  node: 'custody-secret',
  wish: WISH,
  seen,
  choices: [
    {
      name: 'copies in another region',
      wish: { ...WISH, custody: { replicaRegions: ['eu-central-1'] } },
      seen: scene => expectCopies(scene, ['eu-central-1']),
    },
    {
      name: 'no copies, and a resource policy',
      wish: ({ aws }) => Promise.resolve(guarded(aws)),
      async seen(scene) {
        await expectCopies(scene, []);
        await expectPolicy(scene, 'Guard');
      },
    },
    {
      name: 'another tag',
      wish: async ({ aws }) => ({
        ...guarded(aws),
        tags: { team: 'platform' },
      }),
      seen: scene => expectTag(scene, 'team', 'platform'),
    },
  ],
  stranger: {
    wish: ({ names }) => ({
      release: 'stranger',
      custody: { secretName: names.custodySecret },
    }),
    refusal: /belongs to the Vault .*\/custody/,
  },
  gone,
});

describeAdoption({
  title: 'Secrets Manager custody secret',
  node: 'custody-secret',
  async make({ aws }) {
    await aws.secretsManager.send(
      new CreateSecretCommand({
        Name: 'of-others',
        SecretString: '{"state":"empty"}',
      }),
    );
    return {
      release: 'custody-adopted',
      custody: { secretName: 'of-others' },
    };
  },
  before: USED,
  seen: scene => expectTag(scene, 'vault-eks.io/cluster', scene.owner),
});

describe('Secrets Manager custody secret:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  it('diff: refuses one of others that holds something else', async () => {
    const secretName = 'full-of-others';
    await world.aws.secretsManager.send(
      new CreateSecretCommand({ Name: secretName, SecretString: 'theirs' }),
    );
    const at = await setStage(
      world,
      { release: 'full', custody: { secretName } },
      'custody-secret',
    );
    expect(await at.plan()).toMatchObject({
      refusal: expect.stringMatching(/is not overwritten/),
    });
  });

  it('update: another key leaves the value alone', async () => {
    const wish = { release: 'kept' };
    await onStage(world, wish, 'custody-secret', async at => {
      await at.apply();
      const { secretsManager } = world.aws;
      const SecretId = at.names.custodySecret;
      const SecretString = '{"state":"initialising"}';
      await secretsManager.send(
        new PutSecretValueCommand({ SecretId, SecretString }),
      );
      const kmsKeyId = await makeKey(world);
      const moved = await setStage(
        world,
        { ...wish, custody: { kmsKeyId } },
        'custody-secret',
      );
      expect((await moved.apply()).outcome).toBe('updated');
      expect(await describeSecret({ ...world, ...at })).toMatchObject({
        KmsKeyId: kmsKeyId,
      });
      expect(
        await secretsManager.send(new GetSecretValueCommand({ SecretId })),
      ).toMatchObject({ SecretString });
    });
  });

  it('service: refuses a key that does not exist', async () => {
    await onStage(world, { release: 'lost' }, 'custody-secret', async at => {
      await at.apply();
      const SecretId = at.names.custodySecret;
      await expect(
        world.aws.secretsManager.send(
          new UpdateSecretCommand({ SecretId, KmsKeyId: 'alias/no-such-key' }),
        ),
      ).rejects.toBeDefined();
      expect(
        await world.aws.secretsManager.send(
          new GetSecretValueCommand({ SecretId }),
        ),
      ).toMatchObject({ SecretString: '{"state":"empty"}' });
    });
  });

  it('service: takes no second one of the name while the first waits for its end', async () => {
    const at = await setStage(world, { release: 'going' }, 'custody-secret');
    await at.apply();
    await at.destroy();
    await expect(
      world.aws.secretsManager.send(
        new CreateSecretCommand({ Name: at.names.custodySecret }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});
