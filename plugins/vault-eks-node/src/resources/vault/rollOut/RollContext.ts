import type { KubernetesConnection } from '../../../connections/kubernetes';
import {
  askPods,
  isRunning,
  listVaultPods,
  PodAnswer,
  VaultPods,
} from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { VaultSession } from '../session/VaultSession';

/** How long each part of a roll may take, in milliseconds. */
export interface RollPatience {
  /** A pod that was deleted runs again: it is scheduled, its volume attached, its image pulled. */
  readonly backMs: number;
  /** A pod that cannot be started as it is, for lack of its image for example, may still get there. */
  readonly stuckMs: number;
  /** A pod whose container ends again and again may still get there: a new IAM role takes a while to be known. */
  readonly crashMs: number;
  /** A pod that runs is unsealed and follows the leader. */
  readonly servingMs: number;
  /** Another pod leads after the leader has stepped down. */
  readonly handOverMs: number;
  /** A pod that is one too many ends, by itself or at the end of its grace period. */
  readonly endsMs: number;
  /** Between two looks at what Kubernetes says of a pod. */
  readonly intervalMs: number;
  /** Between two questions to Vault itself, which is about to answer otherwise. */
  readonly askMs: number;
}

export const ROLL_PATIENCE: RollPatience = {
  backMs: 10 * 60_000,
  stuckMs: 30_000,
  crashMs: 3 * 60_000,
  servingMs: 2 * 60_000,
  handOverMs: 60_000,
  endsMs: 3 * 60_000,
  intervalMs: 250,
  askMs: 100,
};

/** What every part of a roll works with. */
export interface RollContext {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly session: Pick<VaultSession, 'login'>;
  /** How many pods are wanted. */
  readonly replicas: number;
  readonly patience: RollPatience;
  readonly ctx: OperationContext;
}

/** What every pod says of itself that runs. */
export async function askRunning(
  roll: Pick<RollContext, 'kubernetes' | 'pods' | 'ctx'>,
): Promise<readonly PodAnswer[]> {
  const { kubernetes, pods, ctx } = roll;
  const running = (await listVaultPods(kubernetes, pods, ctx)).filter(
    isRunning,
  );
  return await askPods(
    pods,
    running.map(pod => pod.metadata?.name ?? ''),
    ctx,
  );
}

/** Whether a pod says that it is unsealed. */
export const isUnsealed = ({ health }: PodAnswer) => health?.sealed === false;
