import * as sdk from '@aws-sdk/client-secrets-manager';
import { jsonAuthErrors } from '../../auth/AuthErrors';
import { defineService, type CallContext, type Service } from '../../Service';
import { awsJson } from '../../wire/awsJson';
import type { KmsState } from '../kms/KmsState';
import { secretsAuthorize } from './authorization';
import { kmsVault } from './kmsVault';
import { Replication, replicationOperations } from './replication';
import { resourcePolicyOperations } from './resourcePolicies';
import { secretOperations } from './secretOperations';
import { Secrets } from './Secrets';
import type { SecretsState } from './SecretsState';
import { tagOperations } from './secretTags';
import { valueOperations } from './valueOperations';

/** Secrets Manager; values are encrypted under KMS keys as they are on AWS. */
export function secretsManagerService(
  state: SecretsState,
  kms: KmsState,
  /** Whether a resource policy may name this IAM ARN. */
  nameable: (arn: string, context: CallContext) => boolean,
): Service {
  const secrets = new Secrets(state);
  const vault = kmsVault(kms);
  const replication = new Replication(secrets, vault);
  return defineService(sdk, {
    name: 'secretsmanager',
    protocol: awsJson({ version: '1.1' }),
    authErrors: jsonAuthErrors,
    authorize: secretsAuthorize(state),
    operations: {
      ...secretOperations(secrets, vault, replication),
      ...valueOperations(secrets, vault, replication),
      ...tagOperations(secrets),
      ...resourcePolicyOperations(secrets, nameable),
      ...replicationOperations(secrets, replication),
    },
  });
}
