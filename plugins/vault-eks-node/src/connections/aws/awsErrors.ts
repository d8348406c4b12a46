import { isError } from '@backstage/errors';

/** Whether an AWS service answered with one of these error codes. */
export function isAwsError(error: unknown, ...codes: string[]): boolean {
  return isError(error) && codes.includes(error.name);
}

/** Runs a read and turns "there is no such thing" into `undefined`. */
export async function unlessAbsent<T>(
  read: Promise<T>,
  ...codes: string[]
): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isAwsError(error, ...codes)) {
      return undefined;
    }
    throw error;
  }
}

const DENIED = [
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationErrorException',
];
const EXPIRED = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'AuthFailure',
  'CredentialsProviderError',
  'TokenProviderError',
];
const THROTTLED = [
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
];

/** Whether the caller may not do this. */
export const isDenied = (error: unknown) => isAwsError(error, ...DENIED);

/** Whether the credentials themselves are missing, wrong or too old. */
export const isCredentialsError = (error: unknown) =>
  isAwsError(error, ...EXPIRED);

/** What a person can do about a failed call, where the error's kind tells. */
export function adviceFor(error: unknown, call: string): string | undefined {
  if (isDenied(error)) {
    return `Allow "${call}" to this identity (docs/permissions/deploy-policy.json).`;
  }
  if (isCredentialsError(error)) {
    return 'Renew or correct the AWS credentials of the backend (aws: in app-config).';
  }
  if (isAwsError(error, ...THROTTLED)) {
    return 'AWS throttles this account; run again later.';
  }
  if (isAwsError(error, 'TimeoutError', 'ECONNREFUSED', 'ENOTFOUND')) {
    return 'The service could not be reached; check the network path and run again.';
  }
  return undefined;
}
