import { leaderAmong } from '../../../../connections/vault';
import { Claim, ClaimFailed } from '../Claim';
import type { Evidence } from '../evidence/Evidence';

/** Each pod, as it says of itself. */
export const unsealed = ({ spec, nodes }: Evidence): Claim => ({
  id: 'unsealed',
  claim: 'Every pod is unsealed',
  fix: 'Look at the log of the sealed pod: it says why KMS did not unseal it. Then delete that pod.',
  async try(ctx) {
    const answers = await nodes(ctx);
    const open = answers.filter(({ health }) => health?.sealed === false);
    if (open.length !== spec.replicas) {
      const others = answers
        .filter(answer => !open.includes(answer))
        .map(({ pod }) => pod);
      throw new ClaimFailed(
        `${open.length} of ${spec.replicas} pods are unsealed${
          others.length > 0 ? `, not ${others.join(', ')}` : ''
        }`,
      );
    }
    return `${open.length} pods`;
  },
});

/** One of them leads, and no two do. */
export const oneLeader = ({ nodes }: Evidence): Claim => ({
  id: 'one-leader',
  claim: 'Exactly one pod leads',
  fix: 'Wait for half a minute and verify again; while none leads, look whether the pods may write to the table.',
  async try(ctx) {
    const answers = await nodes(ctx);
    const leaders = answers.filter(({ leader }) => leader?.is_self);
    if (leaders.length !== 1) {
      throw new ClaimFailed(`${leaders.length} pods say that they lead`);
    }
    return leaderAmong(answers);
  },
});
