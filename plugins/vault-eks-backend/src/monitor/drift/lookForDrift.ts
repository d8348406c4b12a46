import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  timeLimit,
  untilAborted,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { SpecifiedCluster } from '../../registry/specs';
import { backOffMs, type BackOff } from '../backOff';
import { comparisonOf, failedComparison, type Comparison } from './comparison';
import { driftChange } from './driftChange';
import type { DriftLook, DriftStore, KnownDrift } from './DriftStore';

/** What a look needs. */
export interface DriftLookOptions {
  readonly backOff: BackOff;
  readonly clock?: () => Date;
  readonly drifts: DriftStore;
  readonly logger: LoggerService;
  /** Milliseconds that one cluster may take. */
  readonly timeoutMs: number;
  readonly vaultEks: Pick<VaultEks, 'drift'>;
}

async function compare(
  { entityRef, spec }: SpecifiedCluster,
  options: DriftLookOptions,
  roundSignal: AbortSignal,
): Promise<Comparison> {
  const { logger, timeoutMs, vaultEks } = options;
  // A plan tells of each thing that it looks at, which is too much every few hours.
  const quiet = {
    info: (line: string) => logger.debug(line),
    warn: (line: string) => logger.debug(line),
  };
  try {
    const signal = timeLimit(timeoutMs, roundSignal);
    const report = await untilAborted(
      signal,
      vaultEks.drift(parseSpec(JSON.parse(spec)), { signal, logger: quiet }),
    );
    const comparison = comparisonOf(report);
    if (comparison.problem !== undefined) {
      const found = report.findings.map(({ what }) => what).join(' ');
      logger.warn(`${entityRef} could not be compared with its spec: ${found}`);
    }
    return comparison;
  } catch (error) {
    logger.warn(
      `${entityRef} could not be compared with its spec`,
      isError(error) ? error : undefined,
    );
    return failedComparison(error);
  }
}

/** A look that could not compare leaves what was known, and says that it is old. */
function failedLook(
  problem: string,
  before: KnownDrift | undefined,
  now: Date,
  backOff: BackOff,
): Omit<DriftLook, 'entityRef' | 'spec'> {
  const failures = (before?.failures ?? 0) + 1;
  const retryAt = new Date(now.getTime() + backOffMs(failures, backOff));
  return {
    before,
    state: 'unknown',
    differs: before?.differs ?? [],
    notCompared: [],
    lookedAt: now.toISOString(),
    comparedAt: before?.comparedAt,
    problem,
    failures,
    retryAt: retryAt.toISOString(),
  };
}

function lookOf(
  comparison: Comparison,
  before: KnownDrift | undefined,
  now: Date,
  backOff: BackOff,
): Omit<DriftLook, 'entityRef' | 'spec'> {
  if (comparison.problem !== undefined) {
    return failedLook(comparison.problem, before, now, backOff);
  }
  const { differs: seen, notCompared } = comparison;
  const at = now.toISOString();
  const was = before?.differs ?? [];
  // What differed and could not be compared now has not been mended.
  const hidden = new Set(notCompared.map(({ id }) => id));
  const differs = [...seen, ...was.filter(({ id }) => hidden.has(id))];
  const otherwise = notCompared.length > 0 ? 'unknown' : 'none';
  return {
    before,
    state: seen.length > 0 ? 'drift' : otherwise,
    differs,
    notCompared,
    lookedAt: at,
    comparedAt: at,
    failures: 0,
    transition: driftChange(was, differs, at),
  };
}

/**
 * Compares one cluster with its spec, changing nothing there; with how many changes is answered. One that could not be
 * compared lately is left alone until its back-off is over, unless it was registered anew.
 */
export async function lookForDrift(
  cluster: SpecifiedCluster,
  options: DriftLookOptions,
  signal: AbortSignal,
): Promise<number> {
  const { backOff, clock = () => new Date(), drifts } = options;
  const { entityRef, spec } = cluster;
  const before = await drifts.last(entityRef);
  const rests = before?.retryAt && before.retryAt > clock().toISOString();
  if (rests && !before.outdated) {
    return 0;
  }
  const comparison = await compare(cluster, options, signal);
  // A round that is cut short says nothing of the cluster.
  if (signal.aborted) {
    return 0;
  }
  const look = lookOf(comparison, before, clock(), backOff);
  const saved = await drifts.save({ ...look, entityRef, spec });
  return saved && look.transition ? 1 : 0;
}
