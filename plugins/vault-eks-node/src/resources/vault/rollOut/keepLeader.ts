import {
  leaderAmong,
  listVaultPods,
  VaultPods,
} from '../../../connections/vault';
import { ConflictError } from '@backstage/errors';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { VaultSession } from '../session/VaultSession';
import { handOver } from './handOver';
import { mayServe } from './mayServe';
import {
  askRunning,
  isUnsealed,
  RollPatience,
  ROLL_PATIENCE,
} from './RollContext';

const ordinalOf = (pod: string) => Number(/-(\d+)$/.exec(pod)?.[1] ?? 0);

/** How often each of those that go may come to lead again. */
const ROUNDS = 3;

/**
 * Before fewer pods are wanted: those with the highest ordinals go all at once, so one that stays must lead, or at least
 * be unsealed to take over. A pod that steps down keeps from leading for ten seconds, which may be over before the last of
 * those that go has stepped down.
 *
 * @throws ConflictError when none of the pods that stay is unsealed
 */
export async function keepLeader(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly session: Pick<VaultSession, 'login'>;
  readonly replicas: number;
  readonly ctx: OperationContext;
  /** Given in tests. */
  readonly patience?: RollPatience;
}): Promise<void> {
  const { kubernetes, pods, replicas, ctx } = options;
  const roll = { ...options, patience: options.patience ?? ROLL_PATIENCE };
  const { namespace, release } = pods;
  const list = await listVaultPods(kubernetes, pods, ctx);
  const leaving = list
    .map(({ metadata }) => metadata?.name ?? '')
    .filter(name => ordinalOf(name) >= replicas);
  if (leaving.length === 0) {
    return;
  }
  const goes = (pod: string | undefined) =>
    pod !== undefined && leaving.includes(pod);
  const answers = await askRunning(roll);
  const serving = await mayServe(roll, answers);
  if (
    leaving.some(pod => serving.has(pod)) &&
    !answers.some(a => isUnsealed(a) && !goes(a.pod))
  ) {
    throw new ConflictError(
      `None of the pods of Vault ${namespace}/${release} that stay says that it is unsealed, and with ${replicas} replicas ${leaving.join(
        ', ',
      )} go. Mend the other pods first, then run again`,
    );
  }
  ctx.log(
    `Pods ${leaving.join(
      ', ',
    )} go; their audit volumes stay, with the log of the time when they led: kubectl delete pvc --namespace ${namespace} ${leaving
      .map(pod => `audit-${pod}`)
      .join(' ')} deletes them`,
  );
  for (let steps = 0; steps < leaving.length * ROUNDS; steps += 1) {
    const leader = leaderAmong(await askRunning(roll));
    if (!leader || !goes(leader) || !(await handOver(roll, leader))) {
      return;
    }
  }
}
