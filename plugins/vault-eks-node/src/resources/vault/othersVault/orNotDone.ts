import type { CallOptions } from '../../../connections/kubernetes';
import type { Custody } from '../custody/Custody';
import type { VaultSession } from '../session/VaultSession';
import type { OthersVault, WhyNotDone } from './OthersVault';

/** Thrown in the place of a failure that is none: nobody handed in what the step needs. */
export class NotDoneError extends Error {
  constructor(reason: string) {
    super(`not done: ${reason}`);
    this.name = 'NotDoneError';
  }
}

async function throwIf(whyNot: WhyNotDone, call: CallOptions): Promise<void> {
  const reason = await whyNot(call);
  if (reason !== undefined) {
    throw new NotDoneError(reason);
  }
}

/**
 * Session and custody as claims try them: on a Vault that others initialised they throw {@link NotDoneError} where no login
 * works, and where custody would be looked into.
 */
export function orNotDone(options: {
  readonly session: VaultSession;
  readonly custody: Custody;
  readonly others: OthersVault;
}): { readonly session: VaultSession; readonly custody: Custody } {
  const { session, custody, others } = options;
  return {
    session: {
      ...session,
      async as(role, ctx, use) {
        await throwIf(others.noToken, ctx);
        return await session.as(role, ctx, use);
      },
      async login(role, client, ctx) {
        await throwIf(others.noToken, ctx);
        return await session.login(role, client, ctx);
      },
    },
    custody: {
      ...custody,
      async read(call) {
        await throwIf(others.noRootToken, call);
        return await custody.read(call);
      },
    },
  };
}
