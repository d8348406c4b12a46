import { isError } from '@backstage/errors';

const UNSIGNED =
  "its certificate is not one that the cluster's CA signed for its name";

/** By Node's names of TLS and socket failures, which stay in the message whatever wraps it. */
const BY_CODE: readonly (readonly [RegExp, string])[] = [
  [/CERT_HAS_EXPIRED/, 'its certificate has expired'],
  [/CERT_NOT_YET_VALID/, 'its certificate is not valid yet'],
  [/ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_/, UNSIGNED],
  [
    /TimeoutError|ETIMEDOUT|aborted|within \d+ ms/i,
    'it did not answer in time',
  ],
  [/ECONNREFUSED/, 'nothing listens on its port'],
];

const BY_NAME: Readonly<Record<string, string>> = {
  AbortError: 'it did not answer in time',
  TimeoutError: 'it did not answer in time',
  NotAllowedError: "the portal's identity may not reach it",
  NotFoundError: 'it is not there any more',
};

/**
 * Why a pod said nothing, in words for everybody who may read the status: neither what Vault or Kubernetes
 * answered nor their addresses.
 */
export function problemOf(error: unknown): string {
  if (!isError(error)) {
    return 'it did not answer';
  }
  const [, byCode] =
    BY_CODE.find(([pattern]) => pattern.test(error.message)) ?? [];
  return BY_NAME[error.name] ?? byCode ?? 'it did not answer as Vault does';
}
