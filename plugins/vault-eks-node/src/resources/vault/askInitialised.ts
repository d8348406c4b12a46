import { NotFoundError } from '@backstage/errors';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../connections/kubernetes';
import {
  askPods,
  isRunning,
  leaderAmong,
  listVaultPods,
  PodAnswer,
  VaultPods,
} from '../../connections/vault';
import { NotLookedAtError } from '../../engine/NotLookedAtError';
import type { Custody } from './custody/Custody';

/** What is asked about one Vault, and where its keys would be. */
export interface AskedVault {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly custody: Pick<Custody, 'read'>;
}

async function holdsKeys(
  custody: AskedVault['custody'],
  ctx: CallOptions,
): Promise<boolean> {
  try {
    return (await custody.read(ctx)).state === 'initialised';
  } catch (error) {
    if (error instanceof NotFoundError) {
      return false;
    }
    throw error;
  }
}

/**
 * What the pods of an initialised Vault say.
 *
 * @throws NotFoundError when it was never initialised
 * @throws NotLookedAtError when it may have been, and no pod says so now
 */
export async function askInitialised(
  { kubernetes, pods, custody }: AskedVault,
  ctx: CallOptions,
): Promise<readonly PodAnswer[]> {
  const vault = `Vault ${pods.namespace}/${pods.release}`;
  const list = await listVaultPods(kubernetes, pods, ctx);
  const names = list.filter(isRunning).map(pod => pod.metadata?.name ?? '');
  const answers = await askPods(pods, names, ctx);
  if (answers.some(({ health }) => health?.initialized)) {
    return answers;
  }
  if (!answers.some(({ health }) => health)) {
    if (list.length > 0) {
      throw new NotLookedAtError(`No pod of ${vault} answers`);
    }
    if (await holdsKeys(custody, ctx)) {
      throw new NotLookedAtError(
        `${vault} has no pods, and custody holds keys of it`,
      );
    }
  }
  throw new NotFoundError(`${vault} is not initialised`);
}

/**
 * The pod of an initialised Vault that leads.
 *
 * @throws NotFoundError when it was never initialised
 * @throws NotLookedAtError when no pod leads
 */
export async function leaderOf(
  vault: AskedVault,
  ctx: CallOptions,
): Promise<string> {
  const leader = leaderAmong(await askInitialised(vault, ctx));
  if (!leader) {
    const { namespace, release } = vault.pods;
    throw new NotLookedAtError(
      `No pod of Vault ${namespace}/${release} says that it leads`,
    );
  }
  return leader;
}
