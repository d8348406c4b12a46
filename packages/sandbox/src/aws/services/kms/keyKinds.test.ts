import {
  constants,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  paginateListAliases,
  paginateListResourceTags,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
  type CreateKeyCommandInput,
} from '@aws-sdk/client-kms';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

jest.setTimeout(60_000);

describe('keys of every kind', () => {
  let world: AwsWorld;
  let kms: KMSClient;

  beforeAll(async () => {
    world = await startAwsWorld();
    kms = new KMSClient(world.admin);
  });
  afterAll(async () => {
    kms.destroy();
    await world.close();
  });

  const create = async (wanted: CreateKeyCommandInput = {}) => {
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand(wanted));
    return key?.Arn ?? '';
  };
  const metadata = async (KeyId: string) => {
    const { KeyMetadata: key } = await kms.send(
      new DescribeKeyCommand({ KeyId }),
    );
    return key;
  };
  const encrypt = (KeyId: string) =>
    kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('key') }));
  const rotate = (KeyId: string, RotationPeriodInDays?: number) =>
    kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));

  it('has asymmetric ones, which seal nothing', async () => {
    const signs = await create({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
    });
    expect(await metadata(signs)).toMatchObject({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      KeyState: 'Enabled',
    });
    await expect(encrypt(signs)).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
      message: `${signs} key usage is SIGN_VERIFY which is not valid for Encrypt.`,
    });
    await expect(rotate(signs)).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
    await expect(create({ KeySpec: 'RSA_2048' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    });
    await expect(
      create({ KeySpec: 'HMAC_256', KeyUsage: 'ENCRYPT_DECRYPT' }),
    ).rejects.toThrow(/not compatible with KeySpec HMAC_256/);
  });

  it('has ones whose material is brought, and ends', async () => {
    const key = await create({ Origin: 'EXTERNAL' });
    expect(await metadata(key)).toMatchObject({
      Origin: 'EXTERNAL',
      KeyState: 'PendingImport',
      Enabled: false,
    });
    await expect(encrypt(key)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${key} is pending import.`,
    });
    const { ImportToken, PublicKey } = await kms.send(
      new GetParametersForImportCommand({
        KeyId: key,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      }),
    );
    const EncryptedKeyMaterial = publicEncrypt(
      {
        key: createPublicKey({
          key: Buffer.from(PublicKey ?? []),
          format: 'der',
          type: 'spki',
        }),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
      },
      randomBytes(32),
    );
    const ValidTo = new Date(Math.floor(Date.now() / 1000) * 1000 + 3600_000);
    await kms.send(
      new ImportKeyMaterialCommand({
        KeyId: key,
        ImportToken,
        EncryptedKeyMaterial,
        ValidTo,
        ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      }),
    );
    expect(await metadata(key)).toMatchObject({
      KeyState: 'Enabled',
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      ValidTo,
    });
    await encrypt(key);
    await expect(rotate(key)).rejects.toThrow(/origin is EXTERNAL/);
  });

  it('rotates in periods of 90 to 2560 days', async () => {
    const key = await create();
    await expect(rotate(key, 30)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('greater than or equal to 90'),
    });
    await rotate(key, 90);
    expect(
      await kms.send(new GetKeyRotationStatusCommand({ KeyId: key })),
    ).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: expect.any(Date),
    });
  });

  it('waits 7 to 30 days for a deletion, and can be kept', async () => {
    const key = await create();
    const schedule = (PendingWindowInDays: number) =>
      kms.send(
        new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays }),
      );
    await expect(schedule(5)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await schedule(7);
    await expect(
      kms.send(
        new UpdateKeyDescriptionCommand({ KeyId: key, Description: 'seal' }),
      ),
    ).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
    await kms.send(new CancelKeyDeletionCommand({ KeyId: key }));
    expect((await metadata(key))?.KeyState).toBe('Disabled');
    await kms.send(
      new UpdateKeyDescriptionCommand({ KeyId: key, Description: 'seal' }),
    );
    expect((await metadata(key))?.Description).toBe('seal');
  });

  it('has aliases that move, and refuses names that are no alias', async () => {
    const [first, second] = [await create(), await create()];
    const AliasName = 'alias/vault-seal';
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first }));
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }));
    expect((await metadata(AliasName))?.Arn).toBe(second);
    for (let i = 0; i < 3; i += 1) {
      await kms.send(
        new CreateAliasCommand({
          AliasName: `alias/page-${i}`,
          TargetKeyId: first,
        }),
      );
    }
    const names: string[] = [];
    let pages = 0;
    for await (const page of paginateListAliases(
      { client: kms, pageSize: 2 },
      {},
    )) {
      pages += 1;
      names.push(...(page.Aliases ?? []).map(alias => alias.AliasName ?? ''));
    }
    expect(pages).toBe(2);
    expect(names).toContain('alias/page-2');
    await expect(
      kms.send(
        new CreateAliasCommand({ AliasName: 'vault', TargetKeyId: first }),
      ),
    ).rejects.toMatchObject({ message: 'Invalid identifier' });
    await expect(
      kms.send(
        new CreateAliasCommand({
          AliasName: 'alias/aws/vault',
          TargetKeyId: first,
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('pages tags', async () => {
    const Tags = ['a', 'b', 'c'].map(TagKey => ({ TagKey, TagValue: 'x' }));
    const KeyId = await create({ Tags });
    const seen = [];
    for await (const page of paginateListResourceTags(
      { client: kms, pageSize: 2 },
      { KeyId },
    )) {
      seen.push(page.Tags);
    }
    expect(seen).toEqual([Tags.slice(0, 2), Tags.slice(2)]);
  });
});
