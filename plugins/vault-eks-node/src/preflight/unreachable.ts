import { isError } from '@backstage/errors';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isCredentialsError, isDenied } from '../connections/aws';
import { sentenceOf } from './sentenceOf';

/** The finding when the cluster cannot even be looked at: one for each cause, with its fix in the message. */
export function unreachableFinding(error: unknown): Finding {
  const what = sentenceOf(error);
  const finding = (id: string, why: string, fix: string): Finding => ({
    ...{ id, why, fix, what },
    severity: 'error',
  });
  if (isError(error) && error.name === 'NotFoundError') {
    return finding(
      'cluster-not-found',
      'Vault is installed on a cluster that exists.',
      'Correct cluster, region or account.',
    );
  }
  if (isError(error) && error.name === 'InputError') {
    return finding(
      'spec-does-not-fit',
      'What the spec names does not fit the cluster.',
      'Correct the named field.',
    );
  }
  if (isError(error) && error.name === 'NotAllowedError') {
    return finding(
      'not-allowed-here',
      'The portal limits which accounts and regions may be touched.',
      'Choose an allowed one, or ask for it to be allowed.',
    );
  }
  if (
    isCredentialsError(error) ||
    (isError(error) && error.name === 'AuthenticationError')
  ) {
    return finding(
      'aws-credentials',
      'Nothing can be read without working AWS credentials.',
      'Correct the AWS credentials of the backend (aws: in app-config).',
    );
  }
  if (isDenied(error)) {
    return finding(
      'aws-denied',
      'The deploy needs this call.',
      'Give the identity the policy in docs/permissions/deploy-policy.json.',
    );
  }
  return finding(
    'aws-unreachable',
    'The cluster must be read before anything is planned.',
    'Mend the cause and run again.',
  );
}
