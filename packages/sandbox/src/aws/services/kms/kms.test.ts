import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { SEED } from '../../../seed';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const limited = {
  accessKeyId: 'AKIALIMITED000000001',
  secretAccessKey: 'limited',
  principalArn: `arn:aws:iam::${SEED.account}:user/limited`,
};

jest.setTimeout(60_000);

describe('KMS', () => {
  let world: AwsWorld;
  let kms: KMSClient;
  let asLimited: KMSClient;

  beforeEach(async () => {
    world = await startAwsWorld({
      accessKeys: [
        {
          ...limited,
          policies: [
            {
              Statement: [
                { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' },
              ],
            },
          ],
        },
      ],
    });
    kms = new KMSClient(world.admin);
    asLimited = new KMSClient({ ...world.admin, credentials: limited });
  });

  afterEach(async () => {
    kms.destroy();
    asLimited.destroy();
    await world.close();
  });

  const createKey = async (policy?: string) => {
    const { KeyMetadata: key } = await kms.send(
      new CreateKeyCommand({
        Policy: policy,
        Tags: [{ TagKey: 'owner', TagValue: 'test' }],
      }),
    );
    return key?.Arn ?? '';
  };
  const encrypt = (client: KMSClient, KeyId: string) =>
    client.send(
      new EncryptCommand({ KeyId, Plaintext: Buffer.from('root key') }),
    );

  it('encrypts and decrypts, bound to the encryption context', async () => {
    const key = await createKey();
    await kms.send(
      new CreateAliasCommand({ AliasName: 'alias/vault', TargetKeyId: key }),
    );
    const EncryptionContext = { app: 'vault', env: 'test' };
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({
        KeyId: 'alias/vault',
        Plaintext: Buffer.from('root key'),
        EncryptionContext,
      }),
    );
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext }),
    );
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('root key');
    expect(opened.KeyId).toBe(key);
    await expect(
      kms.send(new DecryptCommand({ CiphertextBlob })),
    ).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    const { Plaintext, CiphertextBlob: wrapped } = await kms.send(
      new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256' }),
    );
    const unwrapped = await kms.send(
      new DecryptCommand({ CiphertextBlob: wrapped }),
    );
    expect(unwrapped.Plaintext).toEqual(Plaintext);
  });

  it('keeps metadata, rotation and tags', async () => {
    const key = await createKey();
    const { KeyMetadata: metadata } = await kms.send(
      new DescribeKeyCommand({ KeyId: key }),
    );
    expect(metadata).toMatchObject({
      Arn: key,
      Enabled: true,
      KeyState: 'Enabled',
      KeyManager: 'CUSTOMER',
      CreationDate: expect.any(Date),
    });
    await kms.send(
      new EnableKeyRotationCommand({ KeyId: key, RotationPeriodInDays: 180 }),
    );
    expect(
      await kms.send(new GetKeyRotationStatusCommand({ KeyId: key })),
    ).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 180 });
    const { Tags: tags } = await kms.send(
      new ListResourceTagsCommand({ KeyId: key }),
    );
    expect(tags).toEqual([{ TagKey: 'owner', TagValue: 'test' }]);
  });

  it('will not use a key that is disabled, waits for deletion or does not exist', async () => {
    const key = await createKey();
    await kms.send(new DisableKeyCommand({ KeyId: key }));
    await expect(encrypt(kms, key)).rejects.toMatchObject({
      name: 'DisabledException',
      message: `${key} is disabled.`,
    });
    await kms.send(
      new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }),
    );
    await expect(encrypt(kms, key)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${key} is pending deletion.`,
    });
    await expect(encrypt(kms, 'alias/nothing')).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('asks the identity policy when the key policy names the account', async () => {
    const key = await createKey();
    const { CiphertextBlob } = await encrypt(asLimited, key);
    await expect(
      asLimited.send(new DecryptCommand({ CiphertextBlob })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${limited.principalArn} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`,
    });
  });

  it('lets the key policy refuse or allow by itself', async () => {
    const key = await createKey();
    const policy = (statement: object) =>
      kms.send(
        new PutKeyPolicyCommand({
          KeyId: key,
          Policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: {
                  AWS: `arn:aws:iam::${SEED.account}:user/${SEED.accessKey.userName}`,
                },
                Action: 'kms:*',
                Resource: '*',
              },
              statement,
            ],
          }),
        }),
      );
    await policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:ScheduleKeyDeletion',
      Resource: '*',
    });
    await expect(
      kms.send(new ScheduleKeyDeletionCommand({ KeyId: key })),
    ).rejects.toMatchObject({
      message: expect.stringContaining(
        'with an explicit deny in a resource-based policy',
      ),
    });
    await expect(encrypt(asLimited, key)).rejects.toMatchObject({
      message: expect.stringContaining('no resource-based policy allows'),
    });
    await policy({
      Effect: 'Allow',
      Principal: { AWS: limited.principalArn },
      Action: ['kms:Encrypt', 'kms:Decrypt'],
      Resource: '*',
    });
    const { CiphertextBlob } = await encrypt(asLimited, key);
    await asLimited.send(new DecryptCommand({ CiphertextBlob }));
  });
});
