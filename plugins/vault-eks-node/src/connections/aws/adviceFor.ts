import { isError } from '@backstage/errors';
import {
  isAwsError,
  isCredentialsError,
  isDenied,
  statusOf,
} from './awsErrors';

const POLICY = 'docs/permissions/deploy-policy.json';

const THROTTLED = [
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
];
const BAD_POLICY = [
  'MalformedPolicyDocument',
  'MalformedPolicyDocumentException',
];
const IN_USE = [
  'ResourceInUse',
  'ResourceInUseException',
  'ConcurrentModification',
  'ConcurrentModificationException',
  'ConflictException',
  'TableInUseException',
];
const STILL_USED = [
  'DeleteConflict',
  'DeleteConflictException',
  'DependencyViolation',
];
const REGION_OFF = [
  'OptInRequired',
  'RegionDisabledException',
  'SubscriptionRequiredException',
];
const UNREACHABLE = [
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
];

/** AWS names the missing right where it can: it may be another one than that of the call. */
export const deniedAction = (error: unknown) =>
  isError(error)
    ? error.message.match(/not authorized to perform: ([\w-]+:\w+)/)?.[1]
    : undefined;

const codeOf = (error: unknown) =>
  isError(error) && typeof error.code === 'string' ? error.code : '';

const isQuota = (error: unknown) =>
  isError(error) &&
  /LimitExceeded|QuotaExceeded/.test(error.name) &&
  !THROTTLED.includes(error.name);

const isUnreachable = (error: unknown) =>
  isAwsError(error, ...UNREACHABLE) || UNREACHABLE.includes(codeOf(error));

/** Whether the same call may succeed a little later. */
export const isPassing = (error: unknown) =>
  isAwsError(error, ...THROTTLED) ||
  isUnreachable(error) ||
  (statusOf(error) ?? 0) >= 500;

/**
 * What a person can do about a failed call, where the error's kind tells.
 *
 * @param call - as IAM names it, for example `dynamodb:CreateTable`
 */
export function adviceFor(error: unknown, call: string): string | undefined {
  if (isDenied(error)) {
    return `Allow "${
      deniedAction(error) ?? call
    }" to this identity (${POLICY}).`;
  }
  if (isCredentialsError(error)) {
    return 'Renew or correct the AWS credentials of the backend (aws: in app-config).';
  }
  if (isAwsError(error, ...THROTTLED)) {
    return 'AWS throttles this account; run again later.';
  }
  if (isQuota(error)) {
    return 'A quota of the account is used up, or too much changes at once: remove what is not needed or raise it in Service Quotas, and run again.';
  }
  if (isAwsError(error, ...BAD_POLICY)) {
    return 'A principal that the policy names may not exist, or not yet: check the ARNs in the form and run again.';
  }
  if (isAwsError(error, ...IN_USE)) {
    return 'It is being changed by another call: wait until that is done and run again.';
  }
  if (isAwsError(error, ...STILL_USED)) {
    return 'Something else still uses it: remove that first and run again.';
  }
  if (isAwsError(error, ...REGION_OFF)) {
    return 'Enable the region, or the service, for this account.';
  }
  if (isAwsError(error, 'UnansweredCallError')) {
    return 'The call may have had its effect; run again, and what it made is found.';
  }
  if (isUnreachable(error)) {
    return 'The service could not be reached; check the network path and run again.';
  }
  return (statusOf(error) ?? 0) >= 500
    ? 'AWS itself failed; run again, and look at the AWS Health Dashboard when it lasts.'
    : undefined;
}
