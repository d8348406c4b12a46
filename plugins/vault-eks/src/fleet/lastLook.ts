import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';

/** A monitor that looks every half a minute has missed twenty rounds by then. */
const OVERDUE_MS = 10 * 60_000;

/** When the monitor looked last (ISO time), if that is so long ago that it may not run any more. */
export function overdueLook(
  clusters: readonly FleetCluster[],
  now: number,
): string | undefined {
  const [newest] = clusters
    .flatMap(({ snapshot }) => snapshot?.checkedAt ?? [])
    .sort((a, b) => Date.parse(b) - Date.parse(a));
  return newest !== undefined && now - Date.parse(newest) > OVERDUE_MS
    ? newest
    : undefined;
}
