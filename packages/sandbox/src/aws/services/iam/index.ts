import * as sdk from '@aws-sdk/client-iam';
import { queryAuthErrors } from '../../auth/AuthErrors';
import {
  defineService,
  type CallContext,
  type Caller,
  type Service,
} from '../../Service';
import { awsQuery } from '../../wire/awsQuery';
import { accountSummaryOperations } from './accountSummary';
import { iamAuthorize } from './authorization';
import type { IamState } from './IamState';
import { managedPolicyOperations } from './managedPolicies';
import { oidcProviderOperations } from './oidcProviders';
import { rolePolicyOperations } from './rolePolicies';
import { roleOperations } from './roles';
import { simulationOperations } from './simulation';

/** IAM: roles, their policies and boundaries, and OIDC providers. */
export function iamService(options: {
  readonly state: IamState;
  /** Finds whoever has this IAM ARN, once they can be seen. */
  readonly principal: (arn: string, context: CallContext) => Caller | undefined;
  /** Whether a trust policy may name this IAM ARN. */
  readonly nameable: (arn: string, context: CallContext) => boolean;
}): Service {
  const { state, principal, nameable } = options;
  return defineService(sdk, {
    name: 'iam',
    protocol: awsQuery('https://iam.amazonaws.com/doc/2010-05-08/'),
    authErrors: queryAuthErrors,
    authorize: iamAuthorize(state),
    operations: {
      ...roleOperations(state, nameable),
      ...rolePolicyOperations(state),
      ...managedPolicyOperations(state),
      ...oidcProviderOperations(state),
      ...accountSummaryOperations(state),
      ...simulationOperations(principal),
    },
  });
}
