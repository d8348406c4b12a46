import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { stsHost } from '../aws/partition';

/** Verifiers read this as an upper bound and accept at most 60; the real life is fixed, see below. */
const EXPIRES_PARAMETER_SECONDS = 60;

/** The API server accepts a token for 15 minutes from its date; a request must not start with one that is about to end. */
const REFRESH_AFTER_MS = 13 * 60_000;

/** What a token is made from. */
export interface EksTokenOptions {
  /** Name of the EKS cluster that the token is for. */
  readonly cluster: string;
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  /** The clock; for tests. */
  readonly now?: () => number;
}

async function presignToken(options: EksTokenOptions, now: number) {
  const { cluster, region, credentials } = options;
  const host = stsHost(region);
  const signer = new SignatureV4({
    service: 'sts',
    region,
    credentials,
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    new HttpRequest({
      method: 'GET',
      protocol: 'https:',
      hostname: host,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, 'x-k8s-aws-id': cluster },
    }),
    { expiresIn: EXPIRES_PARAMETER_SECONDS, signingDate: new Date(now) },
  );
  const parameters = Object.entries(query).map(
    ([name, value]) =>
      `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  const url = `https://${host}/?${parameters.join('&')}`;
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}

/**
 * Makes bearer tokens for an EKS API server: a presigned STS GetCallerIdentity, always to the regional host of the
 * partition, since the API server refuses any other. One token serves many requests until it nears its end.
 */
export function createEksTokenProvider(
  options: EksTokenOptions,
): () => Promise<string> {
  const now = options.now ?? Date.now;
  let current: { token: Promise<string>; madeAt: number } | undefined;
  return async () => {
    if (!current || now() - current.madeAt >= REFRESH_AFTER_MS) {
      const madeAt = now();
      current = { madeAt, token: presignToken(options, madeAt) };
      current.token.catch(() => {
        current = undefined;
      });
    }
    return current.token;
  };
}
