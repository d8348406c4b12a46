import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { OperationsOf } from '../../Service';
import { requireNotPendingDeletion, requireUsable } from './errors';
import { kmsPage, metadata } from './answers';
import { defaultKeyPolicy } from './keyPolicy';
import type { KeyRecord, KmsState } from './KmsState';

const aDay = 24 * 3600_000;

/** The life of keys: creation, policy, rotation, tags, deletion. */
export function keyOperations(state: KmsState): OperationsOf<typeof sdk> {
  return {
    CreateKey: (input, { region, account, now }) => {
      if ((input.KeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT') {
        throw new AwsError(
          'UnsupportedOperationException',
          'The sandbox has symmetric keys only',
        );
      }
      const policy = input.Policy ?? defaultKeyPolicy(account);
      requirePolicy(policy);
      const key = state.createKey({
        region,
        account,
        now,
        policy,
        description: input.Description,
        tags: mergeTags([], input.Tags),
      });
      return { KeyMetadata: metadata(key) };
    },

    DescribeKey: (input, context) => ({
      KeyMetadata: metadata(state.require(input.KeyId, context)),
    }),

    ListKeys: (input, { region, now }) => {
      const keys = state.keys
        .filter(
          key =>
            key.region === region &&
            (key.deletionDate ?? Infinity) > now.getTime(),
        )
        .map(key => ({ KeyId: key.id, KeyArn: key.arn }));
      const { items, ...page } = kmsPage(keys, input);
      return { ...page, Keys: items };
    },

    EnableKey: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, { isEnabled: true });
      return {};
    },

    DisableKey: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, { isEnabled: false });
      return {};
    },

    ScheduleKeyDeletion: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      const days = input.PendingWindowInDays ?? 30;
      const deletionDate = context.now.getTime() + days * aDay;
      state.keys.patch(key.id, { deletionDate, isEnabled: false });
      return {
        KeyId: key.arn,
        DeletionDate: new Date(deletionDate),
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      };
    },

    CancelKeyDeletion: (input, context) => {
      const key = state.require(input.KeyId, context);
      if (key.deletionDate === undefined) {
        throw new AwsError(
          'KMSInvalidStateException',
          `${key.arn} is not pending deletion.`,
        );
      }
      state.keys.patch(key.id, { deletionDate: undefined });
      return { KeyId: key.arn };
    },

    EnableKeyRotation: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireUsable(key);
      const periodInDays = input.RotationPeriodInDays ?? 365;
      state.keys.patch(key.id, { rotation: { periodInDays } });
      return {};
    },

    DisableKeyRotation: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireUsable(key);
      state.keys.patch(key.id, { rotation: undefined });
      return {};
    },

    GetKeyRotationStatus: (input, context) => {
      const key = state.require(input.KeyId, context);
      return {
        KeyId: key.id,
        KeyRotationEnabled: key.rotation !== undefined,
        RotationPeriodInDays: key.rotation?.periodInDays,
      };
    },

    GetKeyPolicy: (input, context) => ({
      Policy: state.require(input.KeyId, context).policy,
      PolicyName: 'default',
    }),

    PutKeyPolicy: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      requirePolicy(input.Policy);
      state.keys.patch(key.id, { policy: input.Policy });
      return {};
    },

    ListKeyPolicies: (input, context) => {
      state.require(input.KeyId, context);
      return { PolicyNames: ['default'], Truncated: false };
    },

    TagResource: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, { tags: mergeTags(key.tags, input.Tags) });
      return {};
    },

    UntagResource: (input, context) => {
      const key = state.require(input.KeyId, context);
      state.keys.patch(key.id, {
        tags: key.tags.filter(
          tag => !input.TagKeys?.includes(tag.TagKey ?? ''),
        ),
      });
      return {};
    },

    ListResourceTags: (input, context) => {
      const { items, ...page } = kmsPage(
        state.require(input.KeyId, context).tags,
        input,
      );
      return { ...page, Tags: items };
    },

    UpdateKeyDescription: (input, context) => {
      const key = state.require(input.KeyId, context);
      state.keys.patch(key.id, { description: input.Description });
      return {};
    },
  };
}

function requirePolicy(text: string | undefined): void {
  if (!text || !parsePolicy(text)) {
    throw new AwsError(
      'MalformedPolicyDocumentException',
      'Policy contains a statement with one or more invalid principals or is not valid JSON.',
    );
  }
}

function mergeTags(
  old: KeyRecord['tags'],
  added: KeyRecord['tags'] | undefined,
) {
  const names = new Set((added ?? []).map(tag => tag.TagKey));
  return [...old.filter(tag => !names.has(tag.TagKey)), ...(added ?? [])];
}
