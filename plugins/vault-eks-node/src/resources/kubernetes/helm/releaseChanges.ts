import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Change } from '../../../engine/ManagedResource';
import { HELM_TIMEOUT_MS } from '../../../connections/helm';
import { diffValues } from './diffValues';
import type { ReleaseRecord } from './readRelease';

/** The official chart. */
export const CHART = 'vault';

/** Marks release records that this product wrote. */
export const MANAGED_LABEL = 'vault-eks.io/managed';

/** Ours is killed before that, with time to spare for clocks that differ: what is pending for longer belongs to a helm that died. */
export const STUCK_AFTER_MS = HELM_TIMEOUT_MS + 30_000;

/** What is known of the release and of what came of it. */
export interface ObservedRelease {
  readonly record: ReleaseRecord;
  /** Objects of the release that somebody has deleted. */
  readonly missing: readonly string[];
  readonly loadBalancer?: string;
  readonly observedAt: Date;
}

/** Kubernetes never changes the claims of a StatefulSet, and helm would fail halfway. */
function refuseFixed(change: Change): Change {
  return /^values\.server\.auditStorage\.(size|storageClass)$/.test(
    change.field,
  )
    ? {
        ...change,
        refusal: `The audit volumes were made with ${change.from}; a StatefulSet never changes its claims. Set the old value again, and expand the volumes by hand (kubectl patch pvc).`,
      }
    : change;
}

/** Whether this product wrote the record, and of the chart that it installs. */
export function isOurRelease({ labels, chart }: ReleaseRecord): boolean {
  return labels[MANAGED_LABEL] === 'true' && chart === CHART;
}

/** Another helm is at work, or died at it. Source: Helm, release statuses. */
const isUnderWay = (status: string) =>
  status.startsWith('pending-') || status === 'uninstalling';

/** Whether the helm that wrote the newest record has died. */
export function isStuck({ record, observedAt }: ObservedRelease): boolean {
  const age = observedAt.getTime() - (record.changedAt?.getTime() ?? 0);
  return isUnderWay(record.status) && age > STUCK_AFTER_MS;
}

/** How the release that was found differs from the one that is wanted. */
export function releaseChanges(
  observed: ObservedRelease,
  wanted: {
    readonly spec: Pick<
      VaultClusterSpec,
      'namespace' | 'release' | 'chartVersion' | 'values'
    >;
    readonly values: Readonly<Record<string, unknown>>;
  },
): Change[] {
  const { spec, values } = wanted;
  const { namespace, release } = spec;
  const { record } = observed;
  if (!isOurRelease(record)) {
    return [
      {
        field: 'owner',
        refusal: `Helm release ${release} in namespace ${namespace} was not made by this product (chart ${record.chart} ${record.chartVersion}); choose another \`release\` or \`namespace\`.`,
      },
    ];
  }
  if (isUnderWay(record.status) && !isStuck(observed)) {
    return [
      {
        field: 'status',
        from: record.status,
        to: record.status === 'uninstalling' ? 'gone' : 'deployed',
        pending: true,
      },
    ];
  }
  const changes: Change[] = [];
  if (record.status !== 'deployed') {
    changes.push({ field: 'status', from: record.status, to: 'deployed' });
  }
  if (record.chartVersion !== spec.chartVersion) {
    changes.push({
      field: 'chartVersion',
      from: record.chartVersion,
      to: spec.chartVersion,
    });
  }
  const differing = diffValues(record.values, values, spec.values);
  changes.push(...differing.map(refuseFixed));
  if (observed.missing.length > 0) {
    changes.push({ field: 'deleted', from: observed.missing.join(', ') });
  }
  return changes;
}
