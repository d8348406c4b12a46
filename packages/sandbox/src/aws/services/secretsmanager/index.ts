import * as sdk from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../AwsError';
import { jsonAuthErrors } from '../../auth/AuthErrors';
import { byIdentityPolicies } from '../../auth/authorize';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import { defineService, type CallContext, type Service } from '../../Service';
import { awsJson } from '../../wire/awsJson';
import type { KmsState } from '../kms/KmsState';
import { kmsVault } from './kmsVault';
import { secretOperations } from './operations';
import type { SecretsState } from './SecretsState';

/** Secrets Manager; values are encrypted under KMS keys as they are on AWS. */
export function secretsManagerService(
  state: SecretsState,
  kms: KmsState,
): Service {
  return defineService(sdk, {
    name: 'secretsmanager',
    protocol: awsJson({ version: '1.1' }),
    authErrors: jsonAuthErrors,
    authorize: byIdentityPolicies({
      permissions: (operation, input, context) =>
        permissions(state, operation, input, context),
      denied: message => new AwsError('AccessDeniedException', message),
    }),
    operations: secretOperations(state, kmsVault(kms)),
  });
}

function permissions(
  state: SecretsState,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { region, account, now }: CallContext,
): AccessRequest[] {
  const reference = String(input.SecretId ?? input.Name ?? '');
  if (reference === '') {
    return [{ action: `secretsmanager:${operation}`, resource: '*' }];
  }
  const secret = state.resolve(reference, region, now);
  const added = Array.isArray(input.Tags) ? input.Tags : [];
  const request = {
    action: `secretsmanager:${operation}`,
    resource:
      secret?.arn ??
      (reference.startsWith('arn:')
        ? reference
        : `arn:aws:secretsmanager:${region}:${account}:secret:${reference}-SBX000`),
    conditions: {
      ...requestTags(added),
      ...resourceTags(secret?.tags),
      'secretsmanager:name': [reference],
    },
  };
  return operation === 'CreateSecret' && added.length > 0
    ? [request, { ...request, action: 'secretsmanager:TagResource' }]
    : [request];
}
