import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import type { KeyProtections } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isNotTold, ProtectionRun, told } from './told';

async function rotationOf(
  { Arn: KeyId, Origin }: KeyMetadata,
  run: ProtectionRun,
): Promise<KeyProtections['rotation']> {
  // KMS rotates only what it made and keeps itself.
  if (Origin && Origin !== 'AWS_KMS') {
    return { state: 'manual' };
  }
  const answer = await told(run, {
    right: 'kms:GetKeyRotationStatus',
    ask: send =>
      run.aws.kms.send(new GetKeyRotationStatusCommand({ KeyId }), send),
  });
  if (isNotTold(answer)) {
    return answer;
  }
  return answer.KeyRotationEnabled
    ? { state: 'on', periodDays: answer.RotationPeriodInDays }
    : { state: 'off' };
}

/** What protects a key, named by its ARN, its id or an alias, as far as AWS tells. */
export async function keyProtections(
  KeyId: string,
  run: ProtectionRun,
): Promise<KeyProtections> {
  const answer = await told(run, {
    right: 'kms:DescribeKey',
    ask: send => run.aws.kms.send(new DescribeKeyCommand({ KeyId }), send),
  });
  if (isNotTold(answer)) {
    return { usable: answer, rotation: answer };
  }
  const { KeyMetadata: key } = answer;
  if (!key?.KeyState) {
    const silent = { state: 'unknown', reason: 'AWS did not tell' } as const;
    return { usable: silent, rotation: silent };
  }
  return {
    arn: key.Arn,
    usable: {
      state: key.KeyState,
      deletionDate: key.DeletionDate?.toISOString(),
    },
    rotation: await rotationOf(key, run),
  };
}
