import { AwsError } from '../AwsError';

/** Why a request is not believed. */
export type AuthFailure =
  | 'missing'
  | 'unknownKey'
  | 'badSignature'
  | 'expiredSignature'
  | 'expiredToken';

/** How one family of services says so. */
export type AuthErrors = (failure: AuthFailure) => AwsError;

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const invalidToken = 'The security token included in the request is invalid.';
const expiredToken = 'The security token included in the request is expired';
const missingToken = 'Missing Authentication Token';
const staleSignature = 'Signature expired';

function errors(
  status: number,
  codes: Readonly<Record<AuthFailure, readonly [code: string, text: string]>>,
): AuthErrors {
  return failure => new AwsError(codes[failure][0], codes[failure][1], status);
}

/** STS and IAM. */
export const queryAuthErrors = errors(403, {
  missing: ['MissingAuthenticationToken', missingToken],
  unknownKey: ['InvalidClientTokenId', invalidToken],
  badSignature: ['SignatureDoesNotMatch', mismatch],
  expiredSignature: ['SignatureDoesNotMatch', staleSignature],
  expiredToken: ['ExpiredToken', expiredToken],
});

/** EC2. */
export const ec2AuthErrors = errors(401, {
  missing: ['MissingAuthenticationToken', missingToken],
  unknownKey: [
    'AuthFailure',
    'AWS was not able to validate the provided access credentials',
  ],
  badSignature: [
    'AuthFailure',
    'AWS was not able to validate the provided access credentials',
  ],
  expiredSignature: ['RequestExpired', 'Request has expired.'],
  expiredToken: ['RequestExpired', 'Request has expired.'],
});

const jsonCodes = {
  missing: ['MissingAuthenticationTokenException', missingToken],
  unknownKey: ['UnrecognizedClientException', invalidToken],
  badSignature: ['InvalidSignatureException', mismatch],
  expiredSignature: ['InvalidSignatureException', staleSignature],
  expiredToken: ['ExpiredTokenException', expiredToken],
} as const;

/** KMS, Secrets Manager and DynamoDB. */
export const jsonAuthErrors = errors(400, jsonCodes);

/** EKS. */
export const restAuthErrors = errors(403, jsonCodes);
