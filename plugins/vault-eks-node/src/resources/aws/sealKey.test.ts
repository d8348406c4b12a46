import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KeyMetadata,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { existingSealKey } from './existingSealKey';
import { sealKey } from './sealKey';
import {
  ACCOUNT,
  awsError,
  changesOf,
  OWNERSHIP,
  REGION,
  remove,
  ROLE_ARN,
  settle,
} from './testing/lifecycle';

interface FakeKey {
  meta: KeyMetadata;
  tags: { TagKey: string; TagValue: string }[];
  policy: string;
  rotation: boolean;
}

const ALIAS = 'alias/vault-demo-seal';

function fakeKms() {
  const client = new KMSClient({ region: REGION });
  const mock = mockClient(client);
  const keys = new Map<string, FakeKey>();
  const aliases = new Map<string, string>();
  const find = (id: string) => {
    const key = keys.get(aliases.get(id) ?? id);
    if (!key) {
      throw awsError('NotFoundException');
    }
    return key;
  };
  mock
    .on(DescribeKeyCommand)
    .callsFake(({ KeyId }) => ({ KeyMetadata: find(KeyId).meta }));
  // The tags come on a second page.
  mock
    .on(ListResourceTagsCommand)
    .callsFake(({ KeyId, Marker }) =>
      Marker
        ? { Tags: find(KeyId).tags, Truncated: false }
        : { Tags: [], Truncated: Boolean(find(KeyId)), NextMarker: 'more' },
    );
  mock
    .on(GetKeyRotationStatusCommand)
    .callsFake(({ KeyId }) => ({ KeyRotationEnabled: find(KeyId).rotation }));
  mock
    .on(GetKeyPolicyCommand)
    .callsFake(({ KeyId }) => ({ Policy: find(KeyId).policy }));
  mock.on(ListKeysCommand).callsFake(({ Marker }) => {
    // One key a page.
    const ids = [...keys.keys()];
    const at = Marker ? Number(Marker) : 0;
    return {
      Keys: ids.slice(at, at + 1).map(KeyId => ({ KeyId })),
      Truncated: at + 1 < ids.length,
      NextMarker: at + 1 < ids.length ? String(at + 1) : undefined,
    };
  });
  mock.on(CreateKeyCommand).callsFake(({ Policy, Tags }) => {
    const KeyId = `key-${keys.size + 1}`;
    const meta: KeyMetadata = {
      KeyId,
      Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`,
      KeyState: 'Enabled',
    };
    keys.set(KeyId, { meta, tags: Tags, policy: Policy, rotation: false });
    return { KeyMetadata: meta };
  });
  mock.on(CreateAliasCommand).callsFake(({ AliasName, TargetKeyId }) => {
    aliases.set(AliasName, TargetKeyId);
    return {};
  });
  mock.on(DeleteAliasCommand).callsFake(({ AliasName }) => {
    aliases.delete(AliasName);
    return {};
  });
  mock.on(EnableKeyRotationCommand).callsFake(({ KeyId }) => {
    find(KeyId).rotation = true;
    return {};
  });
  mock.on(PutKeyPolicyCommand).callsFake(({ KeyId, Policy }) => {
    find(KeyId).policy = Policy;
    return {};
  });
  mock.on(ScheduleKeyDeletionCommand).callsFake(({ KeyId }) => {
    const key = find(KeyId);
    if (key.policy.includes('kms:ScheduleKeyDeletion')) {
      throw awsError('AccessDeniedException');
    }
    key.meta = { ...key.meta, KeyState: 'PendingDeletion' };
    return {};
  });
  const key = () =>
    sealKey({
      client,
      alias: ALIAS,
      ownership: OWNERSHIP,
      account: ACCOUNT,
      region: REGION,
      roleArn: ROLE_ARN,
      deletionWindowDays: 30,
    });
  return { client, mock, keys, aliases, key };
}

describe('sealKey', () => {
  it('creates a rotated key that only the account administers and only the role uses', async () => {
    const { keys, aliases, key } = fakeKms();
    const { outcome } = await settle(key());
    expect(outcome).toBe('created');
    expect(aliases.get(ALIAS)).toBe('key-1');
    const made = keys.get('key-1');
    expect(made?.rotation).toBe(true);
    const { Statement } = JSON.parse(made?.policy ?? '{}');
    expect(Statement.map((s: { Sid: string }) => s.Sid)).toEqual([
      'AccountAdministration',
      'VaultSeal',
      'DeletionGuard',
    ]);
    expect(Statement[1]).toMatchObject({
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } },
    });
    expect((await settle(key())).outcome).toBe('kept');
  });

  it('finds the key of a run that ended before it could name it', async () => {
    const { mock, keys, aliases, key } = fakeKms();
    await settle(key());
    aliases.clear();
    const foreign = keys.get('key-1');
    keys.clear();
    keys.set('key-0', { ...foreign!, tags: [] });
    keys.set('key-1', foreign!);
    mock.resetHistory();
    await settle(key());
    expect(mock.commandCalls(CreateKeyCommand)).toHaveLength(0);
    expect(aliases.get(ALIAS)).toBe('key-1');
  });

  it('tries the alias again while the new key is not visible yet', async () => {
    const { mock, aliases, key } = fakeKms();
    mock
      .on(CreateAliasCommand)
      .rejectsOnce(awsError('NotFoundException'))
      .callsFake(({ AliasName, TargetKeyId }) => {
        aliases.set(AliasName, TargetKeyId);
        return {};
      });
    expect((await settle(key())).outcome).toBe('created');
    expect(mock.commandCalls(CreateKeyCommand)).toHaveLength(1);
  });

  it('mends a policy and a rotation that were changed', async () => {
    const { keys, key } = fakeKms();
    await settle(key());
    Object.assign(keys.get('key-1')!, { policy: '{}', rotation: false });
    expect((await changesOf(key())).map(c => c.field)).toEqual([
      'rotation',
      'policy',
    ]);
    expect((await settle(key())).outcome).toBe('updated');
    expect(keys.get('key-1')?.policy).toContain('DeletionGuard');
  });

  it('refuses an alias of others and a key that cannot unseal', async () => {
    const { keys, key } = fakeKms();
    await settle(key());
    const made = keys.get('key-1')!;
    made.meta = { ...made.meta, KeyState: 'PendingDeletion' };
    expect((await changesOf(key()))[0].refusal).toMatch(
      /PendingDeletion.*cancel-key-deletion/,
    );
    made.tags = [];
    expect((await changesOf(key()))[0].refusal).toMatch(
      /seal.key: existing and seal.keyId: alias/,
    );
  });

  it('lifts the guard before it schedules the deletion', async () => {
    const { keys, aliases, key } = fakeKms();
    await settle(key());
    await remove(key());
    expect(keys.get('key-1')?.meta.KeyState).toBe('PendingDeletion');
    expect(aliases.size).toBe(0);
  });
});

describe('existingSealKey', () => {
  const judge = (meta: KeyMetadata | undefined, keyId = 'k') => {
    const client = new KMSClient({ region: REGION });
    const mock = mockClient(client);
    mock.on(DescribeKeyCommand).callsFake(() => {
      if (!meta) {
        throw awsError('NotFoundException');
      }
      return { KeyMetadata: meta };
    });
    return existingSealKey({ client, keyId, region: REGION });
  };
  const fit: KeyMetadata = {
    KeyId: 'k',
    Arn: 'arn:aws:kms:eu-west-1:111122223333:key/k',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
  };

  it('uses a fitting key as it is and never changes it', async () => {
    const key = judge(fit);
    expect((await settle(key)).outcome).toBe('adopted');
    await expect(remove(key)).rejects.toThrow(/not ours to change/);
  });

  it.each<[RegExp, KeyMetadata | undefined]>([
    [/no such key in eu-west-1/, undefined],
    [/RSA_2048/, { ...fit, KeySpec: 'RSA_2048' }],
    [/Disabled/, { ...fit, KeyState: 'Disabled' }],
    [/PendingDeletion/, { ...fit, KeyState: 'PendingDeletion' }],
    [/material expires/, { ...fit, Origin: 'EXTERNAL' }],
    [/managed by AWS/, { ...fit, KeyManager: 'AWS' }],
  ])('refuses with %s', async (reason, meta) => {
    expect((await changesOf(judge(meta)))[0].refusal).toMatch(reason);
  });

  it('refuses a key of another region without asking this one', async () => {
    const foreign = judge(fit, 'arn:aws:kms:us-east-1:111122223333:key/k');
    expect((await changesOf(foreign))[0].refusal).toMatch(/no such key/);
  });
});
