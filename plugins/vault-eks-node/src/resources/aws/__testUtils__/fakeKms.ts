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
  Tag,
  TagResourceCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { sealKey } from '../sealKey';
import type { SealKeyOptions } from '../sealKeyChanges';
import {
  ACCOUNT,
  awsError,
  OWNERSHIP,
  REGION,
  ROLE_ARN,
} from '../testing/lifecycle';

export interface FakeKey {
  meta: KeyMetadata;
  tags: Tag[];
  policy: string;
  /** Days; `undefined` when the key is not rotated. */
  rotation?: number;
}

export const ALIAS = 'alias/vault-demo-seal';

/** The items one a page, as KMS marks pages. */
function page<T>(items: readonly T[], Marker: string | undefined) {
  const at = Number(Marker ?? 0);
  const Truncated = at + 1 < items.length;
  return {
    items: items.slice(at, at + 1),
    rest: { Truncated, NextMarker: Truncated ? String(at + 1) : undefined },
  };
}

/** A KMS whose lists have one thing a page, and which knows the guard in a key policy. */
export function fakeKms() {
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
  mock.on(ListResourceTagsCommand).callsFake(({ KeyId, Marker }) => {
    const { items, rest } = page(find(KeyId).tags, Marker);
    return { Tags: items, ...rest };
  });
  mock.on(TagResourceCommand).callsFake(({ KeyId, Tags }) => {
    const key = find(KeyId);
    const names = Tags.map((tag: Tag) => tag.TagKey);
    key.tags = [...key.tags.filter(t => !names.includes(t.TagKey)), ...Tags];
    return {};
  });
  mock.on(GetKeyRotationStatusCommand).callsFake(({ KeyId }) => {
    const { rotation } = find(KeyId);
    return {
      KeyRotationEnabled: rotation !== undefined,
      RotationPeriodInDays: rotation,
    };
  });
  mock
    .on(GetKeyPolicyCommand)
    .callsFake(({ KeyId }) => ({ Policy: find(KeyId).policy }));
  mock.on(ListKeysCommand).callsFake(({ Marker }) => {
    const { items, rest } = page([...keys.keys()], Marker);
    return { Keys: items.map(KeyId => ({ KeyId })), ...rest };
  });
  mock.on(CreateKeyCommand).callsFake(({ Policy, Tags, Description }) => {
    const KeyId = `key-${keys.size + 1}`;
    const Arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`;
    const meta: KeyMetadata = { KeyId, Arn, KeyState: 'Enabled', Description };
    keys.set(KeyId, { meta, tags: Tags, policy: Policy });
    return { KeyMetadata: meta };
  });
  mock.on(CreateAliasCommand).callsFake(({ AliasName, TargetKeyId }) => {
    if (find(TargetKeyId).meta.KeyState === 'PendingDeletion') {
      throw awsError('KMSInvalidStateException');
    }
    if (aliases.has(AliasName)) {
      throw awsError('AlreadyExistsException');
    }
    aliases.set(AliasName, TargetKeyId);
    return {};
  });
  mock.on(DeleteAliasCommand).callsFake(({ AliasName }) => {
    aliases.delete(AliasName);
    return {};
  });
  mock
    .on(EnableKeyRotationCommand)
    .callsFake(({ KeyId, RotationPeriodInDays }) => {
      find(KeyId).rotation = RotationPeriodInDays;
      return {};
    });
  mock.on(UpdateKeyDescriptionCommand).callsFake(({ KeyId, Description }) => {
    find(KeyId).meta.Description = Description;
    return {};
  });
  mock.on(PutKeyPolicyCommand).callsFake(({ KeyId, Policy }) => {
    find(KeyId).policy = Policy;
    return {};
  });
  mock
    .on(ScheduleKeyDeletionCommand)
    .callsFake(({ KeyId, PendingWindowInDays }) => {
      const key = find(KeyId);
      if (key.meta.KeyState === 'PendingDeletion') {
        throw awsError('KMSInvalidStateException');
      }
      if (key.policy.includes('kms:ScheduleKeyDeletion')) {
        throw awsError('AccessDeniedException');
      }
      key.meta = {
        ...key.meta,
        KeyState: 'PendingDeletion',
        PendingDeletionWindowInDays: PendingWindowInDays,
      };
      return {};
    });
  const key = (overrides: Partial<SealKeyOptions> = {}) =>
    sealKey({
      client,
      alias: ALIAS,
      named: false,
      ownership: OWNERSHIP,
      account: ACCOUNT,
      region: REGION,
      roleArn: ROLE_ARN,
      rotationPeriodDays: 365,
      deletionWindowDays: 30,
      breakGlassPrincipals: [],
      otherUses: [],
      ...overrides,
    });
  return { client, mock, keys, aliases, key };
}
