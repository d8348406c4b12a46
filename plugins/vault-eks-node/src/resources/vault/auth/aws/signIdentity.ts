import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { stsHost } from '../../../../connections/aws/partition';

/** The header by which a signed request is good for one Vault only. Source: Vault's documentation of the AWS auth method. */
const SERVER_ID_HEADER = 'X-Vault-AWS-IAM-Server-ID';

const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

/** The fields of a login at `auth/aws`: a signed request to STS, which Vault sends there to learn who signed it. */
export interface SignedIdentity {
  readonly iam_http_request_method: 'POST';
  readonly iam_request_url: string;
  readonly iam_request_body: string;
  readonly iam_request_headers: string;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Proves who one is on AWS to one Vault, without giving it one's credentials. */
export async function signIdentity(options: {
  readonly region: string;
  readonly serverId: string;
  readonly credentials: AwsCredentialIdentityProvider;
}): Promise<SignedIdentity> {
  const { region, serverId, credentials } = options;
  const host = stsHost(region);
  const signer = new SignatureV4({
    service: 'sts',
    region,
    credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    new HttpRequest({
      method: 'POST',
      protocol: 'https:',
      hostname: host,
      path: '/',
      headers: {
        host,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        [SERVER_ID_HEADER]: serverId,
      },
      body: BODY,
    }),
  );
  return {
    iam_http_request_method: 'POST',
    iam_request_url: base64(`https://${host}/`),
    iam_request_body: base64(BODY),
    iam_request_headers: base64(JSON.stringify(headers)),
  };
}
