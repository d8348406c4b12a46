import { isError } from '@backstage/errors';
import type {
  VaultClusterSpec,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../blueprint';
import { runSingleStep } from '../engine';
import type { OperationOptions } from '../VaultEks';
import { sentence, surveyCluster, Workshop } from './survey';

const DEPLOYED = {
  id: 'deployed',
  claim: 'Everything that the spec names exists',
} as const;

const notDeployed = (detail: string): VerifiedClaim[] => [
  { ...DEPLOYED, passed: false, detail },
];

/** Tries every claim that a finished deploy makes; brings nothing about. */
export async function verifyVault(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: OperationOptions,
): Promise<readonly VerifiedClaim[]> {
  const { signal, logger } = options;
  const { context, finding } = await surveyCluster(workshop, spec, options);
  if (!context) {
    return notDeployed(sentence(finding));
  }
  const { nodes, cluster } = buildBlueprint(context);
  try {
    const { output, steps } = await runSingleStep(nodes, cluster.claims, {
      signal,
      log: line => logger.info(line),
    });
    const differing = steps.filter(({ verb }) => verb === 'update');
    return [
      { ...DEPLOYED, passed: true },
      {
        id: 'as-specified',
        claim: 'Nothing differs from the spec',
        passed: differing.length === 0,
        detail: differing.map(({ title }) => title).join(', ') || undefined,
      },
      ...output,
    ];
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') {
      return notDeployed(error.message);
    }
    throw error;
  }
}
