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

/** Whether the caller may not do this. */
export const isDenied = (error: unknown) => isAwsError(error, ...DENIED);

/** Whether the credentials themselves are missing, wrong or too old. */
export const isCredentialsError = (error: unknown) =>
  isAwsError(error, ...EXPIRED);

/** The HTTP status of a failed call; `undefined` when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (!isError(error) || typeof error.$metadata !== 'object') {
    return undefined;
  }
  const metadata = error.$metadata;
  return metadata && 'httpStatusCode' in metadata
    ? Number(metadata.httpStatusCode)
    : undefined;
}
