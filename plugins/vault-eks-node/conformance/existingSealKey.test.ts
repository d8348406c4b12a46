import {
  CreateAliasCommand,
  CreateKeyCommand,
  CreateKeyCommandInput,
  DisableKeyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { connectWorld, World } from './world/connectWorld';
import { setStage } from './world/Stage';

describe('Existing seal key:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  const make = async (input: CreateKeyCommandInput = {}) => {
    const { KeyMetadata: key } = await world.aws.kms.send(
      new CreateKeyCommand({ KeyUsage: 'ENCRYPT_DECRYPT', ...input }),
    );
    return { KeyId: key?.KeyId ?? '', arn: key?.Arn ?? '' };
  };
  const judge = async (keyId: string) =>
    setStage(world, { seal: { key: 'existing', keyId } }, 'seal-key');

  it('observe: finds it by id, ARN and alias, and uses it as it is', async () => {
    const { KeyId, arn } = await make();
    const alias = `alias/conformance-${KeyId}`;
    await world.aws.kms.send(
      new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }),
    );
    for (const name of [KeyId, arn, alias]) {
      const at = await judge(name);
      expect((await at.plan()).verb).toBe('adopt');
      expect((await at.apply()).outcome).toBe('adopted');
    }
  });

  it('observe: misses one that does not exist', async () => {
    const at = await judge('00000000-0000-4000-8000-000000000000');
    expect((await at.plan()).refusal).toMatch(/no such key/);
  });

  it('service: a key is for encryption unless it is said otherwise', async () => {
    const { KeyMetadata: key } = await world.aws.kms.send(
      new CreateKeyCommand({}),
    );
    expect(key).toMatchObject({ KeyUsage: 'ENCRYPT_DECRYPT' });
  });

  it('diff: refuses an asymmetric one', async () => {
    const { KeyId } = await make({ KeySpec: 'RSA_2048' });
    expect((await (await judge(KeyId)).plan()).refusal).toMatch(/RSA_2048/);
  });

  it('diff: refuses a disabled one', async () => {
    const { KeyId } = await make();
    await world.aws.kms.send(new DisableKeyCommand({ KeyId }));
    expect((await (await judge(KeyId)).plan()).refusal).toMatch(/Disabled/);
  });

  it('diff: refuses one that waits for its deletion', async () => {
    const { KeyId } = await make();
    await world.aws.kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect((await (await judge(KeyId)).plan()).refusal).toMatch(
      /PendingDeletion/,
    );
  });

  it('diff: refuses one without its key material', async () => {
    const { KeyId } = await make({ Origin: 'EXTERNAL' });
    expect((await (await judge(KeyId)).plan()).refusal).toBeDefined();
  });
});
