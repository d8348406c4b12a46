import type { KubernetesConnection } from '../../../connections/kubernetes';
import {
  askPods,
  leaderAmong,
  PodAnswer,
  runningPods,
  VaultPods,
} from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { Claim, ClaimFailed } from './Claim';

/** Claims about each Vault pod, as it says of itself over verified TLS. */
export function nodeClaims(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly replicas: number;
}): Claim[] {
  const { kubernetes, pods, replicas } = options;
  let asked: Promise<PodAnswer[]> | undefined;
  const ask = (ctx: OperationContext) => {
    asked ??= runningPods(kubernetes, pods, ctx).then(names =>
      askPods(pods, names, ctx),
    );
    return asked;
  };

  return [
    {
      id: 'tls-chain',
      claim:
        'Every pod shows a certificate that the cluster CA signed for its own name',
      async try(ctx) {
        const answers = await ask(ctx);
        const silent = answers.filter(a => a.problem);
        if (silent.length > 0) {
          throw new ClaimFailed(silent.map(a => a.problem).join('; '));
        }
        if (answers.length !== replicas) {
          throw new ClaimFailed(`${answers.length} of ${replicas} pods run`);
        }
        return `${answers.length} pods`;
      },
    },
    {
      id: 'unsealed',
      claim: 'Every pod is unsealed',
      async try(ctx) {
        const answers = await ask(ctx);
        const unsealed = answers.filter(a => a.health?.sealed === false);
        if (unsealed.length !== replicas) {
          throw new ClaimFailed(
            `${unsealed.length} of ${replicas} pods are unsealed`,
          );
        }
        return `${unsealed.length} pods`;
      },
    },
    {
      id: 'one-leader',
      claim: 'Exactly one pod leads',
      async try(ctx) {
        const answers = await ask(ctx);
        const leaders = answers.filter(a => a.leader?.is_self);
        if (leaders.length !== 1) {
          throw new ClaimFailed(`${leaders.length} pods say that they lead`);
        }
        return leaderAmong(answers);
      },
    },
  ];
}
