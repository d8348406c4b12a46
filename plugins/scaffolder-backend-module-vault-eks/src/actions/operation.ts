import type { OperationOptions } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { LoggerService } from '@backstage/backend-plugin-api';

/** What an operation of the engine needs of a running step: where to speak and when to stop. */
export function operationOf(ctx: {
  readonly logger: LoggerService;
  readonly signal?: AbortSignal;
  readonly user?: { readonly ref?: string };
}): OperationOptions {
  return {
    logger: ctx.logger,
    signal: ctx.signal ?? new AbortController().signal,
    initiator: ctx.user?.ref,
  };
}
