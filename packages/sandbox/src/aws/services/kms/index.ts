import * as sdk from '@aws-sdk/client-kms';
import { jsonAuthErrors } from '../../auth/AuthErrors';
import { defineService, type Service } from '../../Service';
import { awsJson } from '../../wire/awsJson';
import { aliasOperations } from './aliases';
import { kmsAuthorize } from './authorization';
import { cryptographicOperations } from './cryptography';
import { grantOperations } from './grants';
import { importOperations } from './importedMaterial';
import type { PrincipalExists } from './keyPolicy';
import { keyOperations } from './keys';
import { keyTagOperations } from './keyTags';
import type { KmsState } from './KmsState';
import { rotationOperations } from './rotation';

/** KMS: symmetric keys that really encrypt; of other kinds it has the records. */
export function kmsService(state: KmsState, exists: PrincipalExists): Service {
  return defineService(sdk, {
    name: 'kms',
    protocol: awsJson({ version: '1.1' }),
    authErrors: jsonAuthErrors,
    authorize: kmsAuthorize(state),
    operations: {
      ...keyOperations(state, exists),
      ...keyTagOperations(state),
      ...rotationOperations(state),
      ...importOperations(state),
      ...grantOperations(state, exists),
      ...cryptographicOperations(state),
      ...aliasOperations(state),
    },
  });
}
