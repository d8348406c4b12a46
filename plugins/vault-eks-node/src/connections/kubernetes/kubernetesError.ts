import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod/v3';
import { parseJson } from '../parseJson';
import { scrubSecrets } from '../scrubSecrets';

const statusBody = z.object({
  message: z.string().optional(),
  reason: z.string().optional(),
});

/** An answer of the API server that is not a success, before it becomes one of Backstage's errors. */
export interface FailedAnswer {
  readonly status: number;
  readonly body: string;
  /** For example `PATCH /api/v1/namespaces/vault/secrets/x`. */
  readonly request: string;
}

function messageOf(answer: FailedAnswer): string {
  // What the API server says about a Secret may quote the refused value.
  const quotable = !/\/secrets(\/|$)/.test(answer.request);
  // What is not JSON comes from a proxy, not from the API server.
  const status = statusBody.safeParse(parseJson(answer.body));
  const { message, reason } = status.success ? status.data : {};
  return (quotable ? message ?? reason : reason) ?? `status ${answer.status}`;
}

/** The snapshot that a page of a list belongs to is gone: the list has to be read anew. */
export class ListExpired extends ServiceUnavailableError {}

/** Turns an answer into the error that callers tell apart by class. */
export function kubernetesError(answer: FailedAnswer): Error {
  const text = scrubSecrets(
    `Kubernetes refused ${answer.request}: ${messageOf(answer)}`,
  );
  switch (answer.status) {
    case 400:
    case 422:
      return new InputError(text);
    case 401:
      return new AuthenticationError(
        `${text}. The caller's AWS identity needs an access entry on the EKS cluster`,
      );
    case 403:
      return new NotAllowedError(text);
    case 404:
      return new NotFoundError(text);
    case 409:
      return new ConflictError(text);
    case 410:
      return new ListExpired(text);
    default:
      return new ServiceUnavailableError(text);
  }
}
