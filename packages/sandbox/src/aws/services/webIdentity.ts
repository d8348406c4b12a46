import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { AwsError } from '../AwsError';
import type { ClusterIdentity } from '../../world';
import type { OidcProviderRecord } from './iam/IamState';

/** What a web identity token proves. */
export interface WebIdentity {
  /** Issuer without `https://`: the prefix of its condition keys. */
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly providerArn: string;
}

/** Verifies a service-account token as STS does: a registered issuer, its key, an audience it is for, its expiry. */
export async function verifyWebIdentity(options: {
  readonly token: string;
  readonly providers: readonly OidcProviderRecord[];
  readonly clusters: readonly ClusterIdentity[];
  readonly now: Date;
}): Promise<WebIdentity> {
  const issuerUrl = claimsOf(options.token).iss ?? '';
  const issuer = issuerUrl.replace('https://', '');
  const provider = options.providers.find(item => item.url === issuer);
  if (!provider) {
    throw invalid(
      `No OpenIDConnect provider found in your account for ${issuerUrl}`,
    );
  }
  const cluster = options.clusters.find(item => item.issuer.url === issuerUrl);
  if (!cluster) {
    throw invalid(
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  const claims = await verify(options.token, cluster, options.now);
  const audience = [claims.aud]
    .flat()
    .find(item => item !== undefined && provider.clientIds.includes(item));
  if (audience === undefined) {
    throw invalid('Incorrect token audience');
  }
  return {
    issuer,
    subject: claims.sub ?? '',
    audience,
    providerArn: provider.arn,
  };
}

function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalid(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
}

async function verify(
  token: string,
  cluster: ClusterIdentity,
  now: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, cluster.issuer.publicKey, {
      issuer: cluster.issuer.url,
      algorithms: ['RS256'],
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new AwsError(
        'ExpiredTokenException',
        `Token expired: current date/time ${Math.floor(
          now.getTime() / 1000,
        )} must be before the expiration date/time ${error.payload.exp}`,
      );
    }
    throw invalid('Token signature is invalid');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidIdentityToken', message);
}
