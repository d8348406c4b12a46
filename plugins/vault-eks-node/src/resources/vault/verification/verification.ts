import { isError } from '@backstage/errors';
import {
  renderClaims,
  type VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { sweepCheckPods } from '../../kubernetes/checkPod';
import { OPERATOR } from '../auth/roles';
import { tryClaim } from './Claim';
import { claimsOn } from './claims';
import { sweepTestSecrets } from './evidence/checkMount';
import type { VerificationOptions } from './evidence/Evidence';
import { gatherEvidence } from './evidence/gatherEvidence';

/** Takes away what verifications left that were killed. What cannot be taken away speaks against no claim. */
async function sweep(
  { spec, kubernetes, session }: VerificationOptions,
  ctx: OperationContext,
): Promise<void> {
  const swept = await Promise.allSettled([
    sweepCheckPods({ kubernetes, owner: spec, call: ctx }).then(
      ({ length }) => length,
    ),
    session.as(OPERATOR, ctx, open => sweepTestSecrets(open, ctx.signal)),
  ]);
  ctx.signal.throwIfAborted();
  for (const result of swept) {
    if (result.status === 'rejected') {
      const why = isError(result.reason) ? result.reason.message : 'no reason';
      ctx.log(`Could not look for what an earlier verification left: ${why}`);
    } else if (result.value > 0) {
      ctx.log(`Removed ${result.value} things of an earlier verification`);
    }
  }
}

/**
 * Tries every claim of a finished deploy, all of them side by side; each gets its answer whatever becomes of the others.
 * Leaves the KV mount `vault-eks-check/` behind, and nothing in it.
 */
export function verification(
  options: VerificationOptions,
): ManagedResource<readonly VerifiedClaim[], readonly VerifiedClaim[]> {
  const { spec } = options;
  let results: readonly VerifiedClaim[] | undefined;
  return {
    title: `Verification of Vault ${spec.namespace}/${spec.release}`,
    observe: async () => results,
    diff: () => [],
    async create(ctx) {
      const evidence = gatherEvidence(options);
      const settled = await Promise.allSettled([
        ...claimsOn(evidence).map(claim => tryClaim(claim, ctx)),
        sweep(options, ctx),
      ]);
      // Only now: what a claim made is gone by now, also when the run was called off.
      ctx.signal.throwIfAborted();
      const tried = settled.flatMap(result =>
        result.status === 'fulfilled' ? result.value ?? [] : [],
      );
      renderClaims(tried).forEach(line => ctx.log(line));
      results = tried;
    },
    async update() {
      // It is tried anew in each run.
    },
    async delete() {
      // It leaves nothing but the mount, which ends with Vault.
    },
    output: found => found,
  };
}
