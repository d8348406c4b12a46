import {
  CreateKeyCommand,
  DisableKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const Name = 'vault/platform-prod/recovery';

jest.setTimeout(60_000);

describe('Secrets Manager', () => {
  let world: AwsWorld;
  let secrets: SecretsManagerClient;

  beforeEach(async () => {
    world = await startAwsWorld();
    secrets = new SecretsManagerClient(world.admin);
  });

  afterEach(async () => {
    secrets.destroy();
    await world.close();
  });

  const create = (KmsKeyId?: string) =>
    secrets.send(
      new CreateSecretCommand({
        Name,
        KmsKeyId,
        SecretString: 'first',
        Tags: [{ Key: 'owner', Value: 'test' }],
      }),
    );
  const value = async (VersionStage?: string) => {
    const answer = await secrets.send(
      new GetSecretValueCommand({ SecretId: Name, VersionStage }),
    );
    return answer.SecretString;
  };

  it('keeps the current value and the one before', async () => {
    const { ARN: arn } = await create();
    expect(arn).toMatch(/:secret:vault\/platform-prod\/recovery-\w{6}$/);
    await secrets.send(
      new PutSecretValueCommand({ SecretId: Name, SecretString: 'second' }),
    );
    expect(await value()).toBe('second');
    expect(await value('AWSPREVIOUS')).toBe('first');
    await secrets.send(
      new UpdateSecretCommand({ SecretId: arn, SecretString: 'third' }),
    );
    const { Versions: versions = [] } = await secrets.send(
      new ListSecretVersionIdsCommand({ SecretId: Name }),
    );
    expect(versions.map(version => version.VersionStages)).toEqual([
      ['AWSPREVIOUS'],
      ['AWSCURRENT'],
    ]);
    expect(
      await secrets.send(new DescribeSecretCommand({ SecretId: Name })),
    ).toMatchObject({ ARN: arn, Tags: [{ Key: 'owner', Value: 'test' }] });
  });

  it('takes the same request token once', async () => {
    await create();
    const put = (SecretString: string) =>
      secrets.send(
        new PutSecretValueCommand({
          SecretId: Name,
          SecretString,
          ClientRequestToken: '11111111-2222-3333-4444-555555555555',
        }),
      );
    const first = await put('second');
    expect((await put('second')).VersionId).toBe(first.VersionId);
    await expect(put('another')).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  it('answers as AWS when there is no secret, one already, or no value', async () => {
    await expect(value()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
    await secrets.send(new CreateSecretCommand({ Name }));
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
    await expect(value()).rejects.toMatchObject({
      message:
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });

  it('deletes late, and restores', async () => {
    await create();
    const { DeletionDate: date } = await secrets.send(
      new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays: 7 }),
    );
    expect(date?.getTime()).toBeGreaterThan(Date.now());
    await expect(value()).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await expect(create()).rejects.toMatchObject({
      message: expect.stringContaining('already scheduled for deletion'),
    });
    expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toEqual(
      [],
    );
    await secrets.send(new RestoreSecretCommand({ SecretId: Name }));
    expect(await value()).toBe('first');
  });

  it('encrypts the values again when the key changes, and takes no key that does not exist', async () => {
    await create();
    const kms = new KMSClient(world.admin);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const move = (KmsKeyId?: string) =>
      secrets.send(new UpdateSecretCommand({ SecretId: Name, KmsKeyId }));
    await expect(move('alias/no-such-key')).rejects.toMatchObject({
      name: 'EncryptionFailure',
    });
    await move(KeyMetadata?.Arn);
    expect(await value()).toBe('first');
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await expect(value()).rejects.toMatchObject({ name: 'DecryptionFailure' });
    kms.destroy();
  });

  it('cannot open a value whose key is disabled', async () => {
    const kms = new KMSClient(world.admin);
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    await create(key?.KeyId);
    await kms.send(new DisableKeyCommand({ KeyId: key?.KeyId }));
    await expect(value()).rejects.toMatchObject({ name: 'DecryptionFailure' });
    kms.destroy();
  });
});
