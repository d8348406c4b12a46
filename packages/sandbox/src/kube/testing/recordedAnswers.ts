import { readFileSync } from 'node:fs';
import { z } from 'zod/v3';
import { isObject } from '../api/json';

const callSchema = z.object({
  label: z.string(),
  request: z.object({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    as: z.string(),
    accept: z.string().optional(),
    contentType: z.string().optional(),
    body: z.unknown(),
  }),
  response: z.object({ status: z.number(), body: z.unknown() }),
});

/** A call and the real server's answer. */
export type Call = z.infer<typeof callSchema>;

const recordedSchema = z.object({
  version: z.record(z.string()),
  token: z.object({
    header: z.object({ alg: z.string() }),
    claims: z
      .object({ exp: z.number(), iat: z.number(), nbf: z.number() })
      .passthrough(),
  }),
  /** A watch from a version that the server has forgotten. */
  forgotten: callSchema,
  /** In order: each builds on those before it. */
  calls: z.array(callSchema),
});

/** What a real API server answered. */
export function readRecordedAnswers(
  file: string,
): z.infer<typeof recordedSchema> {
  return recordedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Differ from run to run. */
const VOLATILE = new Set([
  // The recorded server had no signer for EKS's signer name; this one has.
  'certificate',
  'continue',
  'creationTimestamp',
  'description',
  'expirationTimestamp',
  'lastTransitionTime',
  'lastUpdateTime',
  'managedFields',
  'remainingItemCount',
  'resourceVersion',
  'token',
]);

/** Who asked, as a request for a certificate keeps it: the administrator of the recording is none of EKS. */
const REQUESTER = new Set(['username', 'uid', 'groups', 'extra']);

/** Without what differs from run to run, and without the administrator. */
export function withoutVolatile(value: unknown, inRequest = false): unknown {
  if (Array.isArray(value)) {
    return value.map(item => withoutVolatile(item));
  }
  if (typeof value === 'string') {
    return (
      value
        // An age: a second more on a slow machine.
        .replace(/^\ds$/, '<age>')
        .replace(/^JTI=[\da-f-]{36}$/, 'JTI=<id>')
        .replace(/^(too old resource version: 1) \(\d+\)$/, '$1 (<newer>)')
    );
  }
  if (!isObject(value)) return value;
  const isRequest = value.kind === 'CertificateSigningRequest';
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !VOLATILE.has(key))
      .filter(([key]) => !inRequest || !REQUESTER.has(key))
      .map(([key, item]) => [
        key,
        withoutVolatile(item, isRequest && key === 'spec'),
      ]),
  );
}
