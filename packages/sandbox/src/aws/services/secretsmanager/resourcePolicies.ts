import type * as sdk from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../AwsError';
import {
  listOf,
  parsePolicy,
  type PolicyDocument,
} from '../../policy/PolicyDocument';
import { namedPrincipals } from '../../policy/principals';
import type { CallContext, OperationsOf } from '../../Service';
import { named } from './answers';
import type { Secrets } from './Secrets';

/** The policies that secrets carry themselves. */
export function resourcePolicyOperations(
  secrets: Secrets,
  nameable: (arn: string, context: CallContext) => boolean,
): OperationsOf<typeof sdk> {
  return {
    PutResourcePolicy: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      const text = input.ResourcePolicy ?? '';
      const policy = parsePolicy(text);
      if (!policy) {
        throw malformed('This resource policy contains invalid Json.');
      }
      if (
        namedPrincipals(policy.Statement).some(arn => !nameable(arn, context))
      ) {
        throw malformed(
          'This resource policy contains an unsupported principal.',
        );
      }
      if (input.BlockPublicPolicy && isPublic(policy)) {
        throw new AwsError(
          'PublicPolicyException',
          'The BlockPublicPolicy parameter is set to true, and the resource policy did not prevent broad access to the secret.',
        );
      }
      secrets.keep({ ...secret, resourcePolicy: text });
      return named(secret);
    },

    GetResourcePolicy: (input, context) => {
      const secret = secrets.find(input.SecretId, context);
      return { ...named(secret), ResourcePolicy: secret.resourcePolicy };
    },

    DeleteResourcePolicy: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      secrets.keep({ ...secret, resourcePolicy: undefined });
      return named(secret);
    },

    ValidateResourcePolicy: input => {
      const isValid = parsePolicy(input.ResourcePolicy ?? '') !== undefined;
      return {
        PolicyValidationPassed: isValid,
        ValidationErrors: isValid
          ? []
          : [
              {
                CheckName: 'POLICY_SYNTAX',
                ErrorMessage: 'This resource policy contains invalid Json.',
              },
            ],
      };
    },
  };
}

/** Whether a policy lets everyone in, with no condition on who they are. */
function isPublic({ Statement: statements }: PolicyDocument): boolean {
  return statements.some(
    ({ Effect, Principal: principal, Condition }) =>
      Effect === 'Allow' &&
      Condition === undefined &&
      (principal === '*' ||
        (principal !== undefined && listOf(principal.AWS).includes('*'))),
  );
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', message);
}
