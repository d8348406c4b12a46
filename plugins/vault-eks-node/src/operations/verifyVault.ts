import {
  whatWasNotLookedAt,
  type PlanStep,
  type VaultClusterSpec,
  type VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../blueprint';
import { runSingleStep } from '../engine';
import type { OperationOptions } from '../VaultEks';
import { refuseToken } from './refuseBeforeCalls';
import { sentence, surveyCluster, Workshop } from './survey';

const DEPLOYED = {
  id: 'deployed',
  claim: 'Everything that the spec names exists',
} as const;

const DEPLOY = 'Look at the plan, and run the deploy.';

const titlesOf = (steps: readonly PlanStep[]) =>
  steps.map(({ title }) => title).join(', ');

/** What the look around says by itself, before anything is tried. */
function claimsOf(steps: readonly PlanStep[]): VerifiedClaim[] {
  const absent = steps.filter(
    ({ verb, notLookedAt }) => verb === 'create' && notLookedAt === undefined,
  );
  const missing = [
    absent.length > 0 ? `Not there: ${titlesOf(absent)}` : undefined,
    whatWasNotLookedAt(steps),
  ].filter(told => told !== undefined);
  const differing = steps.filter(
    ({ verb }) => verb === 'update' || verb === 'replace',
  );
  return [
    missing.length === 0
      ? { ...DEPLOYED, passed: true }
      : {
          ...DEPLOYED,
          passed: false,
          detail: missing.join('. '),
          fix: DEPLOY,
        },
    {
      id: 'as-specified',
      claim: 'Nothing differs from the spec',
      passed: differing.length === 0,
      ...(differing.length > 0 && {
        detail: titlesOf(differing),
        fix: DEPLOY,
      }),
    },
  ];
}

/** Tries every claim that a finished deploy makes; brings nothing about. */
export async function verifyVault(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: OperationOptions,
): Promise<readonly VerifiedClaim[]> {
  const { signal, logger, vaultToken } = options;
  refuseToken(vaultToken);
  const { context, finding } = await surveyCluster(workshop, spec, options);
  if (!context) {
    return [{ ...DEPLOYED, passed: false, detail: sentence(finding) }];
  }
  const { nodes, cluster } = buildBlueprint(context, { vaultToken });
  const { output, steps } = await runSingleStep(
    nodes,
    cluster.claims,
    { signal, log: line => logger.info(line) },
    [cluster.service],
  );
  const [deployed, ...others] = claimsOf(steps);
  // Where there is no Vault at all, that says everything.
  return output ? [deployed, ...others, ...output] : [deployed];
}
