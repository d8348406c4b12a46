import type { SSESpecification } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../AwsError';
import type { CallContext } from '../../Service';
import { requireKeyAccess } from '../kms/authorization';
import type { KmsState } from '../kms/KmsState';

/** What DynamoDB does with a customer key in the caller's name (DynamoDB developer guide, "encryption at rest: usage notes"). */
const neededOfKey = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
];

/** ARN of the key that a specification asks for; `undefined` for the key that AWS owns. */
export function keyArnOf(
  kms: KmsState,
  specification: SSESpecification | undefined,
  context: CallContext,
): string | undefined {
  if (!specification?.Enabled) {
    return undefined;
  }
  const reference = specification.KMSMasterKeyId;
  if (reference === undefined || reference.endsWith('alias/aws/dynamodb')) {
    return kms.managedKey('dynamodb', context).arn;
  }
  const key = kms.resolve(reference, context);
  const isFit =
    key?.isEnabled === true &&
    key.deletionDate === undefined &&
    key.spec === 'SYMMETRIC_DEFAULT';
  if (!isFit) {
    throw new AwsError(
      'ValidationException',
      `KMS validation error: the key ${reference} cannot be used`,
    );
  }
  for (const action of neededOfKey) {
    requireKeyAccess(key, action, context, throughDynamoDb(context));
  }
  return key.arn;
}

/** Whoever reads or writes a table under a customer key must be allowed to decrypt with it. */
export function requireTableKey(
  kms: KmsState,
  keyArn: string | undefined,
  context: CallContext,
): void {
  const key = keyArn && kms.resolve(keyArn, context);
  if (key && key.manager === 'CUSTOMER') {
    requireKeyAccess(key, 'kms:Decrypt', context, throughDynamoDb(context));
  }
}

function throughDynamoDb({ region }: CallContext) {
  return { 'kms:viaservice': [`dynamodb.${region}.amazonaws.com`] };
}
