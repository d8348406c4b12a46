import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod/v3';
import { parseJson } from '../parseJson';
import { scrubSecrets } from '../scrubSecrets';

const errorBody = z.object({ errors: z.array(z.string()).optional() });

/** What Vault says in `errors`, on one line. */
export function vaultReason(body: string): string | undefined {
  const parsed = errorBody.safeParse(parseJson(body));
  const reasons = parsed.success ? parsed.data.errors ?? [] : [];
  return reasons.join('; ').replace(/\s+/g, ' ').trim() || undefined;
}

/** An answer that may be another one in a moment: too many requests, no leader, or a server in trouble. */
export class PassingVaultError extends ServiceUnavailableError {}

/** A pod that could not be reached, or did not answer in time; whether it took the request is not known. */
export class SilentPodError extends ServiceUnavailableError {}

/**
 * Vault answers just this when no audit device takes the line of a request, and when its storage fails; why is in its log
 * only.
 */
const INTERNAL = 'internal error';

/** Turns an answer of Vault that is not a success into an error that callers tell apart by class. */
export function vaultError(answer: {
  readonly status: number;
  readonly body: string;
  /** For example `PUT sys/audit/file on vault-0`. */
  readonly request: string;
  /** What must not be quoted. */
  readonly secrets: readonly (string | undefined)[];
}): Error {
  const reason = vaultReason(answer.body) ?? 'no reason given';
  const hint =
    reason === INTERNAL
      ? '. It says no more than that when no audit device takes the line of a request, for example on a full volume, and when DynamoDB fails or throttles; the status of the cluster and the log of the pod tell which'
      : '';
  const text = scrubSecrets(
    `Vault answered ${answer.status} to ${answer.request}: ${reason}${hint}`,
    answer.secrets,
  );
  switch (answer.status) {
    case 400:
    case 405:
      return new InputError(text);
    case 403:
      return new NotAllowedError(text);
    case 404:
      return new NotFoundError(text);
    default:
      return answer.status === 429 || answer.status >= 500
        ? new PassingVaultError(text)
        : new ServiceUnavailableError(text);
  }
}
