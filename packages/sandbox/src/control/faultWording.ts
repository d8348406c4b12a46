import type { ErrorFault } from '../aws/Faults';

/** What a kind of API says when it will not, cannot or must not answer. */
export type Wording = Readonly<
  Record<'throttle' | 'server-error' | 'unavailable' | 'deny', ErrorFault> &
    Partial<Record<'conflict' | 'expired' | 'no-leader', ErrorFault>>
>;

const error = (status: number, code: string, message: string) => ({
  status,
  code,
  message: `${message} (asked for by the sandbox)`,
});

/** Source: the common errors of each service's API reference, and the exceptions of its model. */
const WORDINGS: Readonly<Record<string, Wording>> = {
  dynamodb: {
    throttle: error(400, 'ThrottlingException', 'Rate exceeded'),
    'server-error': error(500, 'InternalServerError', 'Internal server error'),
    unavailable: error(
      503,
      'ServiceUnavailable',
      'DynamoDB is currently unavailable.',
    ),
    deny: error(400, 'AccessDeniedException', 'Not authorized'),
  },
  kms: {
    throttle: error(
      400,
      'ThrottlingException',
      'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    ),
    'server-error': error(500, 'KMSInternalException', 'Internal exception'),
    unavailable: error(
      503,
      'ServiceUnavailable',
      'The request has failed due to a temporary failure of the server.',
    ),
    deny: error(400, 'AccessDeniedException', 'Not authorized'),
  },
  secretsmanager: {
    throttle: error(400, 'ThrottlingException', 'Rate exceeded'),
    'server-error': error(
      500,
      'InternalServiceError',
      'An error occurred on the server side.',
    ),
    unavailable: error(
      503,
      'ServiceUnavailable',
      'The request has failed due to a temporary failure of the server.',
    ),
    deny: error(400, 'AccessDeniedException', 'Not authorized'),
  },
  eks: {
    throttle: error(429, 'ThrottlingException', 'Rate exceeded'),
    'server-error': error(500, 'ServerException', 'Internal server error'),
    unavailable: error(
      503,
      'ServiceUnavailableException',
      'The service is unavailable. Back off and retry the operation.',
    ),
    deny: error(403, 'AccessDeniedException', 'Not authorized'),
  },
  iam: {
    throttle: error(400, 'Throttling', 'Rate exceeded'),
    'server-error': error(
      500,
      'ServiceFailure',
      'The request processing has failed because of an unknown error, exception or failure.',
    ),
    unavailable: error(
      503,
      'ServiceUnavailable',
      'The request has failed due to a temporary failure of the server.',
    ),
    deny: error(403, 'AccessDenied', 'Not authorized'),
  },
  sts: {
    throttle: error(400, 'Throttling', 'Rate exceeded'),
    'server-error': error(500, 'InternalFailure', 'Internal failure'),
    unavailable: error(
      503,
      'ServiceUnavailable',
      'The request has failed due to a temporary failure of the server.',
    ),
    deny: error(403, 'AccessDenied', 'Not authorized'),
  },
  ec2: {
    throttle: error(503, 'RequestLimitExceeded', 'Request limit exceeded.'),
    'server-error': error(
      500,
      'InternalError',
      'An internal error has occurred',
    ),
    unavailable: error(
      503,
      'Unavailable',
      "The server is overloaded and can't handle the request.",
    ),
    deny: error(
      403,
      'UnauthorizedOperation',
      'You are not authorized to perform this operation.',
    ),
  },
  kubernetes: {
    throttle: error(429, 'TooManyRequests', 'Too many requests'),
    'server-error': error(500, 'InternalError', 'Internal error occurred'),
    unavailable: error(
      503,
      'ServiceUnavailable',
      'the server is currently unable to handle the request',
    ),
    deny: error(403, 'Forbidden', 'forbidden'),
    conflict: error(
      409,
      'Conflict',
      'the object has been modified; please apply your changes to the latest version and try again',
    ),
    expired: error(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result',
    ),
  },
  // Vault has texts instead of codes. Source: `vault/core.go`, `http/handler.go` and the recorded answers of 1.21.4.
  vault: {
    throttle: error(429, '', 'request path: rate limit quota exceeded'),
    'server-error': error(500, '', 'internal error'),
    unavailable: error(503, '', 'Vault is sealed'),
    deny: error(403, '', 'permission denied'),
    'no-leader': error(
      500,
      '',
      'local node not active but active cluster node not found',
    ),
  },
  // The container runtime, which pulls images.
  kubelet: {
    throttle: error(429, 'ErrImagePull', 'toomanyrequests: Rate exceeded'),
    'server-error': error(500, 'ErrImagePull', 'received unexpected status'),
    unavailable: error(404, 'ErrImagePull', 'not found'),
    deny: error(403, 'ErrImagePull', 'pull access denied'),
  },
};

/** Services that do not follow AWS's rules for the names of operations, and how theirs look. */
export const OWN_OPERATIONS: Readonly<
  Record<string, { readonly pattern: RegExp; readonly example: string }>
> = {
  kubernetes: {
    pattern: /^[a-z]+ [a-z]+(\/[a-z]+)?$/,
    example: 'create pods/exec',
  },
  vault: {
    pattern: /^(GET|HEAD|LIST|POST|PUT|PATCH|DELETE) \S+$/,
    example: 'PUT sys/init',
  },
  kubelet: { pattern: /^pull \S+$/, example: 'pull hashicorp/vault:9.9.9' },
};

/** Kinds of fault that are no answer, and which services know them. */
export function knowsKind(service: string, kind: string): boolean {
  switch (kind) {
    case 'hold-response':
    case 'timeout':
    case 'delay':
    case 'drop':
    case 'drop-response':
      return service !== 'kubelet';
    default:
      return Object.keys(wordingOf(service)).includes(kind);
  }
}

/** The services that faults can strike, by the names that their requests are signed for. */
export const faultyServices: readonly string[] = Object.keys(WORDINGS);

/** Each service says the same thing in words of its own, and clients decide by them whether to try again. */
export function wordingOf(service: string): Wording {
  return WORDINGS[service] ?? WORDINGS.sts;
}
