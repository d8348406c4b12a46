import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KeyMetadata,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { existingSealKey, ExistingSealKeyOptions } from './existingSealKey';
import {
  ACCOUNT,
  awsError,
  changesOf,
  REGION,
  remove,
  ROLE_ARN,
  settle,
} from './testing/lifecycle';

const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/k';
const OTHER_ROLE = 'arn:aws:iam::999999999999:role/other';
const FIT: KeyMetadata = {
  KeyId: 'k',
  Arn: ARN,
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeyState: 'Enabled',
  Origin: 'AWS_KMS',
  KeyManager: 'CUSTOMER',
};

const allow = (AWS: string, Action: string | string[] = 'kms:*') =>
  JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action, Resource: '*' }],
  });

/** A KMS with one key or none, whose policy may not be read unless one is given. */
function fakeKms(options: {
  readonly meta?: KeyMetadata;
  readonly policy?: string;
  readonly grants?: number;
}) {
  const client = new KMSClient({ region: REGION });
  const mock = mockClient(client);
  mock.on(DescribeKeyCommand).callsFake(() => {
    if (!options.meta) {
      throw awsError('NotFoundException');
    }
    return { KeyMetadata: options.meta };
  });
  mock.on(GetKeyPolicyCommand).callsFake(() => {
    if (!options.policy) {
      throw awsError('AccessDeniedException');
    }
    return { Policy: options.policy };
  });
  mock.on(ListGrantsCommand).callsFake(() => ({
    Grants: Array.from({ length: options.grants ?? 0 }, () => ({})),
  }));
  const key = (overrides: Partial<ExistingSealKeyOptions> = {}) =>
    existingSealKey({
      client,
      keyId: 'k',
      account: ACCOUNT,
      region: REGION,
      roleArn: ROLE_ARN,
      otherUses: [],
      ...overrides,
    });
  return { mock, key };
}

const refusalOf = async (meta?: KeyMetadata, keyId?: string) =>
  (await changesOf(fakeKms({ meta }).key(keyId ? { keyId } : {})))[0]?.refusal;

describe('existingSealKey', () => {
  it('uses a fitting key as it is and never changes it', async () => {
    const key = fakeKms({ meta: FIT }).key({ keyId: 'alias/mine' });
    const { outcome, observed } = await settle(key);
    expect(outcome).toBe('adopted');
    expect(key.output(observed)).toEqual({ arn: ARN });
    await expect(remove(key)).rejects.toThrow(/not ours to change/);
  });

  it('uses a replica whose primary is elsewhere, and imported material that stays', async () => {
    const MultiRegionConfiguration: KeyMetadata['MultiRegionConfiguration'] = {
      MultiRegionKeyType: 'REPLICA',
      PrimaryKey: { Region: 'us-east-1' },
    };
    expect(await refusalOf({ ...FIT, MultiRegionConfiguration })).toBe(
      undefined,
    );
    expect(
      await refusalOf({
        ...FIT,
        Origin: 'EXTERNAL',
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      }),
    ).toBe(undefined);
  });

  const imported = { ...FIT, Origin: 'EXTERNAL' } as const;
  const ValidTo = new Date('2027-03-01T12:00:00Z');

  it.each<[string, KeyMetadata | undefined]>([
    ['there is no such key in eu-west-1', undefined],
    ['it is asymmetric (RSA_2048)', { ...FIT, KeySpec: 'RSA_2048' }],
    [
      'it is for SIGN_VERIFY (ECC_NIST_P256)',
      { ...FIT, KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256' },
    ],
    ['it is Disabled', { ...FIT, KeyState: 'Disabled' }],
    [
      'it is PendingDeletion and ends on 2027-03-01',
      { ...FIT, KeyState: 'PendingDeletion', DeletionDate: ValidTo },
    ],
    [
      'it is PendingImport: its material was never imported, or has expired',
      { ...imported, KeyState: 'PendingImport' },
    ],
    [
      'its imported material expires on 2027-03-01',
      { ...imported, ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo },
    ],
    ['its imported material may expire', imported],
    ['it is managed by AWS', { ...FIT, KeyManager: 'AWS' }],
    [
      'it is of account 999999999999',
      { ...FIT, Arn: ARN.replace(ACCOUNT, '999999999999') },
    ],
  ])('refuses: %s', async (reason, meta) => {
    const refusal = await refusalOf(meta);
    expect(refusal).toContain(`the key k does not fit: ${reason}`);
    expect(refusal).toContain('Name a fitting key in seal.keyId');
  });

  it.each(['key/k', 'alias/mine'])(
    'refuses %s of another region without asking this one',
    async name => {
      const { mock, key } = fakeKms({ meta: FIT });
      const keyId = `arn:aws:kms:us-east-1:${ACCOUNT}:${name}`;
      expect((await changesOf(key({ keyId })))[0].refusal).toMatch(
        /it is in us-east-1, and the cluster in eu-west-1/,
      );
      expect(mock.calls()).toHaveLength(0);
    },
  );

  it('refuses that the key serves anything else', async () => {
    const { key } = fakeKms({ meta: FIT });
    const busy = key({
      otherUses: [{ field: 'storage.encryptionKey', key: ARN }],
    });
    expect((await changesOf(busy))[0].refusal).toMatch(
      /^storage.encryptionKey names the seal key/,
    );
  });

  const asked = async (policy: string | undefined, grants = 0) => {
    const changes = await changesOf(
      fakeKms({ meta: FIT, policy, grants }).key(),
    );
    return changes.map(change => change.refusal);
  };

  it.each<[string, string | undefined, number]>([
    ['who may not be told', undefined, 0],
    ['the account', allow(`arn:aws:iam::${ACCOUNT}:root`), 0],
    ['the role', allow(ROLE_ARN, ['kms:*crypt', 'kms:Describe*']), 0],
    ['others, and the role by a grant', allow(OTHER_ROLE), 1],
    ['who is told in no way that is understood', 'not JSON', 0],
  ])('takes a key that may be used by %s', async (_, policy, grants) => {
    expect(await asked(policy, grants)).toEqual([]);
  });

  it.each([
    ['others', allow(OTHER_ROLE)],
    ['the role, for one call only', allow(ROLE_ARN, 'kms:Encrypt')],
  ])('refuses a key that may only be used by %s', async (_, policy) => {
    expect(await asked(policy)).toEqual([
      expect.stringContaining(
        `neither its key policy nor a grant lets ${ROLE_ARN} use it. Add a statement that allows kms:Encrypt`,
      ),
    ]);
  });
});
