import type { Caller } from '../Service';
import type { WireRequest } from '../wire/Protocol';
import type { AuthErrors, AuthFailure } from './AuthErrors';
import type { Credentials } from './Credentials';
import {
  claimOfHeaders,
  claimOfQuery,
  headersMatch,
  presignedMatches,
  type SignatureClaim,
} from './signature';

const clockTolerance = 5 * 60_000;

/** Where a request says it belongs, before its signature is checked. */
export function claimOf(request: WireRequest): SignatureClaim | undefined {
  return claimOfHeaders(request.headers) ?? claimOfQuery(request.query);
}

/** Proves who signed a request; throws what the service says otherwise. */
export async function authenticate(options: {
  readonly request: WireRequest;
  readonly credentials: Credentials;
  readonly errors: AuthErrors;
  readonly now: Date;
}): Promise<Caller> {
  const { request, credentials, now } = options;
  const refuse = (failure: AuthFailure) => options.errors(failure);
  const claimed = claimOf(request);
  if (!claimed) {
    throw refuse('missing');
  }
  const known = credentials.find(claimed.accessKeyId);
  if (!known || known.key.sessionToken !== claimed.sessionToken) {
    throw refuse('unknownKey');
  }
  const isPresigned = request.headers.authorization === undefined;
  const lifetime = isPresigned
    ? Number(request.query.get('X-Amz-Expires')) * 1000
    : clockTolerance;
  const age = now.getTime() - claimed.signedAt.getTime();
  if (age > lifetime || age < -clockTolerance) {
    throw refuse('expiredSignature');
  }
  const matches = isPresigned ? presignedMatches : headersMatch;
  if (!(await matches(request, claimed, known.key))) {
    throw refuse('badSignature');
  }
  if (known.expiresAt !== undefined && known.expiresAt <= now.getTime()) {
    throw refuse('expiredToken');
  }
  return known.caller;
}
