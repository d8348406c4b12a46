import * as sdk from '@aws-sdk/client-kms';
import { jsonAuthErrors } from '../../auth/AuthErrors';
import { defineService, type Service } from '../../Service';
import { awsJson } from '../../wire/awsJson';
import { aliasOperations } from './aliases';
import { kmsAuthorize } from './authorization';
import { cryptographicOperations } from './cryptography';
import { keyOperations } from './keys';
import type { KmsState } from './KmsState';

/** KMS: symmetric keys that really encrypt. */
export function kmsService(state: KmsState): Service {
  return defineService(sdk, {
    name: 'kms',
    protocol: awsJson({ version: '1.1' }),
    authErrors: jsonAuthErrors,
    authorize: kmsAuthorize(state),
    operations: {
      ...keyOperations(state),
      ...cryptographicOperations(state),
      ...aliasOperations(state),
    },
  });
}
