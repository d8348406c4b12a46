import type { Fault } from '../aws/Faults';

const JSON_SERVICES = new Set(['dynamodb', 'kms', 'secretsmanager', 'eks']);

type Wording = Readonly<
  Record<'throttle' | 'server-error' | 'deny', Exclude<Fault, string | number>>
>;

const error = (status: number, code: string, message: string) => ({
  status,
  code,
  message: `${message} (asked for by the sandbox)`,
});

const JSON_WORDING: Wording = {
  throttle: error(400, 'ThrottlingException', 'Rate exceeded'),
  'server-error': error(500, 'InternalServerError', 'Internal server error'),
  deny: error(400, 'AccessDeniedException', 'Not authorized'),
};

const QUERY_WORDING: Wording = {
  throttle: error(400, 'Throttling', 'Rate exceeded'),
  'server-error': error(500, 'InternalFailure', 'Internal failure'),
  deny: error(403, 'AccessDenied', 'Not authorized'),
};

const EC2_WORDING: Wording = {
  throttle: error(503, 'RequestLimitExceeded', 'Request limit exceeded.'),
  'server-error': error(500, 'InternalError', 'An internal error occurred'),
  deny: error(403, 'UnauthorizedOperation', 'Not authorized'),
};

const KUBERNETES_WORDING: Wording = {
  throttle: error(429, 'TooManyRequests', 'Too many requests'),
  'server-error': error(500, 'InternalError', 'Internal error occurred'),
  deny: error(403, 'Forbidden', 'forbidden'),
};

/** Each kind of API says the same thing in words of its own, and clients decide by them whether to try again. */
export function wordingOf(service: string): Wording {
  if (service === 'kubernetes') {
    return KUBERNETES_WORDING;
  }
  if (service === 'ec2') {
    return EC2_WORDING;
  }
  return JSON_SERVICES.has(service) ? JSON_WORDING : QUERY_WORDING;
}
