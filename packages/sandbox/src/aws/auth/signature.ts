import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from '../wire/Protocol';
import { Sha256 } from './Sha256';

/** What a request claims about its signature. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly signedAt: Date;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
}

/** A key pair to verify against. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Reads the `Authorization` header of a signed request. */
export function claimOfHeaders(
  headers: Readonly<Record<string, string>>,
): SignatureClaim | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  return match
    ? claim({
        credential: match[1],
        signedHeaders: match[2],
        signature: match[3],
        date: headers['x-amz-date'],
        sessionToken: headers['x-amz-security-token'],
      })
    : undefined;
}

/** Reads the signature out of a presigned URL's query. */
export function claimOfQuery(
  query: URLSearchParams,
): SignatureClaim | undefined {
  return query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256'
    ? claim({
        credential: query.get('X-Amz-Credential') ?? '',
        signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
        signature: query.get('X-Amz-Signature') ?? '',
        date: query.get('X-Amz-Date') ?? undefined,
        sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
      })
    : undefined;
}

/** Signs the request again with the claimed key and compares. */
export async function headersMatch(
  request: WireRequest,
  claimed: SignatureClaim,
  key: SigningKey,
): Promise<boolean> {
  const declaredHash = request.headers['x-amz-content-sha256'];
  if (declaredHash !== undefined && declaredHash !== hashOf(request.body)) {
    return false;
  }
  const signed = await signer(claimed, key).sign(
    httpRequest(request, claimed),
    {
      signingDate: claimed.signedAt,
      signableHeaders: new Set(claimed.signedHeaders),
    },
  );
  const again = claimOfHeaders(signed.headers);
  return again !== undefined && isSame(again.signature, claimed.signature);
}

/** Presigns the URL again with the claimed key and compares. */
export async function presignedMatches(
  request: WireRequest,
  claimed: SignatureClaim,
  key: SigningKey,
): Promise<boolean> {
  const signed = await signer(claimed, key).presign(
    httpRequest(request, claimed),
    {
      signingDate: claimed.signedAt,
      expiresIn: Number(request.query.get('X-Amz-Expires') ?? 0),
      signableHeaders: new Set(claimed.signedHeaders),
      unhoistableHeaders: new Set(claimed.signedHeaders),
    },
  );
  return isSame(
    String(signed.query?.['X-Amz-Signature'] ?? ''),
    claimed.signature,
  );
}

function claim(parts: {
  credential: string;
  signedHeaders: string;
  signature: string;
  date: string | undefined;
  sessionToken: string | undefined;
}): SignatureClaim | undefined {
  const [accessKeyId, , region, service, terminator] =
    parts.credential.split('/');
  const signedAt = dateOf(parts.date);
  if (terminator !== 'aws4_request' || !signedAt) {
    return undefined;
  }
  return {
    accessKeyId,
    region,
    service,
    signedAt,
    signedHeaders: parts.signedHeaders.toLowerCase().split(';'),
    signature: parts.signature,
    sessionToken: parts.sessionToken,
  };
}

function dateOf(basic: string | undefined): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(basic ?? '');
  if (!match) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

function signer(claimed: SignatureClaim, key: SigningKey): SignatureV4 {
  return new SignatureV4({
    credentials: key,
    region: claimed.region,
    service: claimed.service,
    sha256: Sha256,
    // Not every SDK sends the body's hash as a header; adding it would change what is signed.
    applyChecksum: false,
  });
}

/** The request as it was before it was signed: only signed headers, no signature parameters. */
function httpRequest(
  request: WireRequest,
  claimed: SignatureClaim,
): HttpRequest {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(request.query.keys())) {
    if (!name.startsWith('X-Amz-')) {
      const values = request.query.getAll(name);
      query[name] = values.length > 1 ? values : values[0];
    }
  }
  return new HttpRequest({
    method: request.method,
    path: request.path,
    query,
    headers: Object.fromEntries(
      claimed.signedHeaders
        .filter(name => request.headers[name] !== undefined)
        .map(name => [name, request.headers[name]]),
    ),
    body: request.body,
  });
}

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function isSame(a: string, b: string): boolean {
  return (
    a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
  );
}
