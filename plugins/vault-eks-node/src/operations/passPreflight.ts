import { ConflictError } from '@backstage/errors';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  isBlocked,
  PreflightCheck,
  PreflightContext,
  runPreflight,
} from '../preflight';
import type { OperationOptions } from '../VaultEks';
import { sentence } from './survey';

/**
 * Runs the checks, all of them unless some are named, and tells what they find.
 *
 * @throws ConflictError when a finding blocks
 */
export async function passPreflight(
  ctx: PreflightContext,
  logger: OperationOptions['logger'],
  checks?: readonly PreflightCheck[],
): Promise<readonly Finding[]> {
  const findings = await runPreflight(ctx, checks);
  for (const found of findings) {
    logger.warn(`Preflight: [${found.severity}] ${sentence(found)}`);
  }
  if (isBlocked(findings)) {
    const errors = findings.filter(found => found.severity === 'error');
    throw new ConflictError(
      `Nothing was changed. ${errors.map(sentence).join(' ')}`,
    );
  }
  return findings;
}
