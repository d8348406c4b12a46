import type {
  DriftReport,
  PlanStep,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { OperationOptions } from '../VaultEks';
import { planChecked } from './planVault';
import type { Workshop } from './survey';

/**
 * What others made and the spec uses as it is does not drift; taking it over would change it. Nor does what was not looked
 * at: nobody knows.
 */
export function isDrift(step: PlanStep): boolean {
  const { verb, changes, refusal, notLookedAt } = step;
  if (notLookedAt !== undefined) {
    return refusal !== undefined;
  }
  switch (verb) {
    case 'keep':
    case 'run':
      return refusal !== undefined;
    case 'adopt':
      return changes.length > 0 || refusal !== undefined;
    default:
      return true;
  }
}

/** Looks at everything that the spec names, and tells what differs; changes nothing. */
export async function readDrift(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: OperationOptions,
): Promise<DriftReport> {
  // The keys of the holders matter once, and may have expired since; copies are looked at wherever they are.
  const custody = { ...spec.custody, pgp: undefined };
  const { steps, findings } = await planChecked(
    workshop,
    { ...spec, custody },
    { ...options, choices: { reinitialise: false } },
  );
  return { drifted: steps.some(isDrift), steps, findings };
}
