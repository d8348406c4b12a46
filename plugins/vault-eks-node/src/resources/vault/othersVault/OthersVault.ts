import { NotFoundError } from '@backstage/errors';
import type { CallOptions } from '../../../connections/kubernetes';
import { NotLookedAtError } from '../../../engine/NotLookedAtError';
import { OPERATOR } from '../auth/roles';
import type { Custody } from '../custody/Custody';
import { observeWhenUp } from '../observeWhenUp';
import { Remembered } from '../session/Remembered';
import type { VaultSession } from '../session/VaultSession';

/** Dozens of steps ask the same at the same time. */
const REMEMBERED_MS = 3_000;

/** Why a step is left undone, or `undefined` when it can be done. */
export type WhyNotDone = (call: CallOptions) => Promise<string | undefined>;

/** What can be done to a Vault that others may have initialised. */
export interface OthersVault {
  /** Why steps that need a token are left undone: others hold the keys, no login of ours works, and no token was handed in. */
  readonly noToken: WhyNotDone;
  /** Why recovery keys and root token are left alone: they were never with this product. */
  readonly noRootToken: WhyNotDone;
}

/** Tells what a Vault that others initialised keeps from being done. */
export function createOthersVault(options: {
  readonly session: Pick<VaultSession, 'pods' | 'onLeader' | 'as'>;
  readonly custody: Pick<Custody, 'read' | 'name'>;
}): OthersVault {
  const { session, custody } = options;
  const { namespace, release } = session.pods;
  const whose = `Vault ${namespace}/${release} was initialised by others`;
  const byOthers = new Remembered<boolean>(REMEMBERED_MS);
  const withoutToken = new Remembered<boolean>(REMEMBERED_MS);

  /** Nothing of ours was ever on its way, and still somebody leads. */
  const isByOthers = (call: CallOptions) =>
    byOthers.get(async () => {
      const ours = await observeWhenUp(
        async () => (await custody.read(call)).state !== 'empty',
      );
      if (ours) {
        return false;
      }
      const leads = await observeWhenUp(() =>
        session.onLeader(call, async () => true),
      );
      return leads ?? false;
    });

  const cannotLogIn = (call: CallOptions) =>
    withoutToken.get(async () => {
      try {
        await session.as(OPERATOR, call, async () => {});
        return false;
      } catch (error) {
        if (
          error instanceof NotLookedAtError ||
          error instanceof NotFoundError
        ) {
          return true;
        }
        throw error;
      }
    });

  return {
    async noToken(call) {
      return (await isByOthers(call)) && (await cannotLogIn(call))
        ? `${whose}, and this needs a token of an administrator: hand one in as a secret of the task (\`vaultToken: \${{ secrets.VAULT_TOKEN }}\`) and run again`
        : undefined;
    },
    async noRootToken(call) {
      return (await isByOthers(call))
        ? `${whose}, so its recovery keys and its root token were never with this product: whoever has that token revokes it (\`vault token revoke -self\`)`
        : undefined;
    },
  };
}
