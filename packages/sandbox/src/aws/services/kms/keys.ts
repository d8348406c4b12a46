import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import { kmsPage, metadata } from './answers';
import { requireNotPendingDeletion, requireWithin } from './errors';
import { defaultKeyPolicy } from './givenPolicies';
import { requireKeyPolicy, type PrincipalExists } from './keyPolicy';
import { usageOf } from './keySpecs';
import { mergeTags } from './keyTags';
import type { KeyRecord, KmsState } from './KmsState';

const aDay = 24 * 3600_000;
const keysPerPage = 100;

/** The life of keys: creation, policy, description, deletion. */
export function keyOperations(
  state: KmsState,
  exists: PrincipalExists,
): OperationsOf<typeof sdk> {
  return {
    CreateKey: (input, context) => {
      const { region, account, now } = context;
      const spec =
        input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
      const origin = input.Origin ?? 'AWS_KMS';
      if (origin !== 'AWS_KMS' && origin !== 'EXTERNAL') {
        throw new AwsError(
          'UnsupportedOperationException',
          'The sandbox has no custom key stores',
        );
      }
      const key = state.createKey({
        region,
        account,
        now,
        spec,
        usage: usageOf(spec, input.KeyUsage),
        origin,
        policy: input.Policy ?? defaultKeyPolicy(account),
        description: input.Description ?? '',
        tags: mergeTags([], input.Tags),
      });
      try {
        requireKeyPolicy({
          key,
          mayLockOut:
            input.Policy === undefined ||
            (input.BypassPolicyLockoutSafetyCheck ?? false),
          exists,
          context,
        });
      } catch (error) {
        state.keys.delete(key.id);
        throw error;
      }
      return { KeyMetadata: metadata(key, now) };
    },

    DescribeKey: (input, context) => ({
      KeyMetadata: metadata(state.require(input.KeyId, context), context.now),
    }),

    ListKeys: (input, context) => {
      const keys = state
        .visibleKeys(context)
        .map(key => ({ KeyId: key.id, KeyArn: key.arn }));
      const { items, ...page } = kmsPage(keys, input, keysPerPage);
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
      const days = input.PendingWindowInDays ?? 30;
      requireWithin('pendingWindowInDays', days, { least: 7, most: 30 });
      requireNotPendingDeletion(key);
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

    GetKeyPolicy: (input, context) => ({
      Policy: state.require(input.KeyId, context).policy,
      PolicyName: 'default',
    }),

    PutKeyPolicy: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      const changed: KeyRecord = { ...key, policy: input.Policy ?? '' };
      requireKeyPolicy({
        key: changed,
        mayLockOut: input.BypassPolicyLockoutSafetyCheck ?? false,
        exists,
        context,
      });
      state.keys.patch(key.id, { policy: changed.policy });
      return {};
    },

    ListKeyPolicies: (input, context) => {
      state.require(input.KeyId, context);
      return { PolicyNames: ['default'], Truncated: false };
    },

    UpdateKeyDescription: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, { description: input.Description ?? '' });
      return {};
    },
  };
}
