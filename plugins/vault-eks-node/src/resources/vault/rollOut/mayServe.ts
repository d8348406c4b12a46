import {
  isRunning,
  listVaultPods,
  PodAnswer,
} from '../../../connections/vault';
import type { RollContext } from './RollContext';

/** The pods that run and do not say themselves that they are sealed: each of them may be serving, also one that is silent. */
export async function mayServe(
  roll: RollContext,
  answers: readonly PodAnswer[],
): Promise<ReadonlySet<string>> {
  const list = await listVaultPods(roll.kubernetes, roll.pods, roll.ctx);
  const isSealed = (name: string) =>
    answers.some(a => a.pod === name && a.health?.sealed === true);
  return new Set(
    list
      .filter(isRunning)
      .map(({ metadata }) => metadata?.name ?? '')
      .filter(name => !isSealed(name)),
  );
}
