import type { CallerIdentity } from '../../world';
import type { WireRequest } from '../wire/Protocol';
import type { Credentials } from './Credentials';
import { claimOfQuery, presignedMatches } from './signature';

const prefix = 'k8s-aws-v1.';
const maximumLength = 4096;
const lifetime = 15 * 60_000;
const allowedParameters = new Set([
  'action',
  'version',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/**
 * Verifies an EKS bearer token: a presigned STS GetCallerIdentity that names the cluster in a signed header.
 * Throws with the reason when it proves nothing.
 */
export async function verifyEksToken(options: {
  readonly token: string;
  readonly clusterName: string;
  readonly credentials: Credentials;
  readonly now: Date;
}): Promise<CallerIdentity> {
  const url = presignedUrlOf(options.token);
  const claimed = claimOfQuery(url.searchParams);
  if (!claimed || claimed.service !== 'sts') {
    throw new Error('token is not a presigned STS request');
  }
  if (!claimed.signedHeaders.includes('x-k8s-aws-id')) {
    throw new Error(
      'client did not sign the x-k8s-aws-id header in the pre-signed URL',
    );
  }
  const age = options.now.getTime() - claimed.signedAt.getTime();
  if (age > lifetime || age < -5 * 60_000) {
    throw new Error('token has expired');
  }
  const known = options.credentials.find(claimed.accessKeyId);
  if (!known || known.key.sessionToken !== claimed.sessionToken) {
    throw new Error('the access key in the token is not known');
  }
  if (
    known.expiresAt !== undefined &&
    known.expiresAt <= options.now.getTime()
  ) {
    throw new Error('the credentials in the token have expired');
  }
  const request: WireRequest = {
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { host: url.host, 'x-k8s-aws-id': options.clusterName },
    body: Buffer.alloc(0),
  };
  if (!(await presignedMatches(request, claimed, known.key))) {
    throw new Error('the signature in the token is not for this cluster');
  }
  const { account, arn, userId } = known.caller;
  return { account, arn, userId };
}

function presignedUrlOf(token: string): URL {
  if (!token.startsWith(prefix) || token.length > maximumLength) {
    throw new Error('token is not an EKS token');
  }
  const decoded = Buffer.from(token.slice(prefix.length), 'base64url');
  let url: URL;
  try {
    url = new URL(decoded.toString('utf8'));
  } catch {
    throw new Error('token does not hold a URL');
  }
  if (
    url.protocol !== 'https:' ||
    !/^sts(\.[a-z0-9-]+)?\.amazonaws\.com$/.test(url.hostname) ||
    url.pathname !== '/'
  ) {
    throw new Error('token does not point to an STS endpoint');
  }
  const names = [...url.searchParams.keys()].map(name => name.toLowerCase());
  if (!names.every(name => allowedParameters.has(name))) {
    throw new Error('token has query parameters that are not allowed');
  }
  if (url.searchParams.get('Action') !== 'GetCallerIdentity') {
    throw new Error('token is not for GetCallerIdentity');
  }
  return url;
}
