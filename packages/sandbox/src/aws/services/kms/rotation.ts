import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import { requireUsable, requireWithin } from './errors';
import type { KeyRecord, KmsState } from './KmsState';

const aDay = 24 * 3600_000;

/** Rotation of key material: on or off, and how often. Nothing really turns here, as nobody could tell. */
export function rotationOperations(state: KmsState): OperationsOf<typeof sdk> {
  return {
    EnableKeyRotation: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireUsable(key, context.now);
      requireRotatable(key);
      const periodInDays = input.RotationPeriodInDays ?? 365;
      requireWithin('rotationPeriodInDays', periodInDays, {
        least: 90,
        most: 2560,
      });
      const since = context.now.getTime();
      state.keys.patch(key.id, { rotation: { periodInDays, since } });
      return {};
    },

    DisableKeyRotation: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireUsable(key, context.now);
      requireRotatable(key);
      state.keys.patch(key.id, { rotation: undefined });
      return {};
    },

    GetKeyRotationStatus: (input, context) => {
      const { id, rotation, createdAt, deletionDate } = state.require(
        input.KeyId,
        context,
      );
      const isOn = rotation !== undefined && deletionDate === undefined;
      return {
        KeyId: id,
        KeyRotationEnabled: isOn,
        ...(isOn && {
          RotationPeriodInDays: rotation.periodInDays,
          NextRotationDate: new Date(
            (rotation.since ?? createdAt) + rotation.periodInDays * aDay,
          ),
        }),
      };
    },
  };
}

function requireRotatable(key: KeyRecord): void {
  if (key.origin !== 'AWS_KMS') {
    throw new AwsError(
      'UnsupportedOperationException',
      `${key.arn} origin is ${key.origin} which is not valid for this operation.`,
    );
  }
  if (key.spec !== 'SYMMETRIC_DEFAULT') {
    throw new AwsError('UnsupportedOperationException', '');
  }
}
