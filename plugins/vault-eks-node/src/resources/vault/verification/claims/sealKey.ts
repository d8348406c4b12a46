import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
} from '@aws-sdk/client-kms';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { unfitForSeal } from '../../../aws/sealKeyFitness';
import { Claim, ClaimFailed } from '../Claim';
import type { OnAws } from '../evidence/Evidence';
import { shared } from '../evidence/shared';
import { guardOf } from './keyGuard';

/** Claims about the KMS key without which Vault can never be unsealed again. */
export function sealKeyClaims({ spec, names, aws }: OnAws): Claim[] {
  const { kms, account, region } = aws;
  const keyId =
    spec.seal.key === 'existing' ? spec.seal.keyId ?? '' : names.keyAlias;
  // A key of others is theirs to protect.
  const severity = spec.seal.key === 'existing' ? 'warning' : 'error';
  const describe = shared(async ({ signal }: OperationContext) => {
    const { KeyMetadata } = await kms.send(
      new DescribeKeyCommand({ KeyId: keyId }),
      { abortSignal: signal },
    );
    if (!KeyMetadata?.KeyId) {
      throw new ClaimFailed(`KMS describes no key ${keyId}`);
    }
    return { ...KeyMetadata, KeyId: KeyMetadata.KeyId };
  });
  return [
    {
      id: 'seal-key-usable',
      claim: `Seal key ${keyId} is enabled and will stay`,
      fix: 'Enable the key again, or cancel its deletion (aws kms cancel-key-deletion) and enable it: a pod that restarts before that stays sealed.',
      async try(ctx) {
        const metadata = await describe(ctx);
        const unfit = unfitForSeal(metadata, keyId, { account, region });
        if (unfit) {
          throw new ClaimFailed(`It cannot unseal: ${unfit}`);
        }
        return metadata.Arn;
      },
    },
    {
      id: 'seal-key-rotation',
      claim: 'The material of the seal key is rotated',
      severity,
      fix: 'Run the deploy again; of an existing key have its owner switch rotation on (aws kms enable-key-rotation).',
      async try(ctx) {
        const { KeyId, Origin } = await describe(ctx);
        if (Origin === 'EXTERNAL') {
          throw new ClaimFailed('Imported material is rotated by hand only');
        }
        const { KeyRotationEnabled, RotationPeriodInDays } = await kms.send(
          new GetKeyRotationStatusCommand({ KeyId }),
          { abortSignal: ctx.signal },
        );
        if (!KeyRotationEnabled) {
          throw new ClaimFailed('Rotation is off');
        }
        return `every ${RotationPeriodInDays ?? 365} days`;
      },
    },
    {
      id: 'seal-key-guarded',
      claim:
        'The policy of the seal key lets nobody but the break-glass principals disable it or schedule its deletion',
      severity,
      fix: 'Run the deploy again; to the policy of an existing key its owner should add a Deny of kms:ScheduleKeyDeletion and kms:DisableKey.',
      async try(ctx) {
        const { KeyId } = await describe(ctx);
        const { Policy } = await kms.send(
          new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
          { abortSignal: ctx.signal },
        );
        const guard = guardOf(Policy ?? '');
        if (!guard) {
          throw new ClaimFailed(
            'No statement denies kms:ScheduleKeyDeletion and kms:DisableKey to everybody else',
          );
        }
        const extra = guard.exempt.filter(
          arn => !spec.seal.breakGlassPrincipals.includes(arn),
        );
        if (extra.length > 0 && spec.seal.key !== 'existing') {
          throw new ClaimFailed(`It exempts ${extra.join(', ')} too`);
        }
        return guard.exempt.length > 0
          ? `except ${guard.exempt.join(', ')}`
          : 'nobody at all';
      },
    },
  ];
}
