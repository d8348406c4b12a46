import type {
  DriftReport,
  PlanStep,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { OperationOptions } from '../VaultEks';
import { planVault } from './planVault';
import type { Workshop } from './survey';

/** What others made and the spec uses as it is does not drift; taking it over would change it. */
export function isDrift({ verb, changes, refusal }: PlanStep): boolean {
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
  // The keys of the holders matter once, and may have expired since.
  const custody = { ...spec.custody, pgp: undefined };
  const { steps, findings } = await planVault(
    workshop,
    { ...spec, custody },
    options,
  );
  return { drifted: steps.some(isDrift), steps, findings };
}
