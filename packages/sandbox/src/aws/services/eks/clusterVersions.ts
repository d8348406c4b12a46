import type * as sdk from '@aws-sdk/client-eks';
import type { OperationsOf } from '../../Service';
import { eksPage } from './clusters';

/** Kubernetes versions with the days on which their support ends. Source: EKS user guide, Kubernetes release calendar. */
const CALENDAR = [
  ['1.35', '2026-01-27', '2027-03-27', '2028-03-27'],
  ['1.34', '2025-10-02', '2026-12-02', '2027-12-02'],
  ['1.33', '2025-05-29', '2026-07-29', '2027-07-29'],
  ['1.32', '2025-01-23', '2026-03-23', '2027-03-23'],
  ['1.31', '2024-09-26', '2025-11-26', '2026-11-26'],
  ['1.30', '2024-05-23', '2025-07-23', '2026-07-23'],
] as const;

function supportAt(
  now: Date,
  end: { readonly standard: Date; readonly extended: Date },
): sdk.VersionStatus {
  if (now < end.standard) {
    return 'STANDARD_SUPPORT';
  }
  return now < end.extended ? 'EXTENDED_SUPPORT' : 'UNSUPPORTED';
}

/** What EKS says of the Kubernetes versions that it supports, or did. */
export const clusterVersionOperations: OperationsOf<typeof sdk> = {
  DescribeClusterVersions: (input, { now }) => {
    const versions = CALENDAR.map(
      ([clusterVersion, released, standard, extended], index) => {
        const endOfStandardSupportDate = new Date(standard);
        const endOfExtendedSupportDate = new Date(extended);
        return {
          clusterVersion,
          clusterType: 'eks',
          defaultVersion: index === 0,
          releaseDate: new Date(released),
          endOfStandardSupportDate,
          endOfExtendedSupportDate,
          versionStatus: supportAt(now, {
            standard: endOfStandardSupportDate,
            extended: endOfExtendedSupportDate,
          }),
        };
      },
    ).filter(
      ({ clusterVersion, defaultVersion, versionStatus }) =>
        (input.clusterVersions?.includes(clusterVersion) ?? true) &&
        (!input.defaultOnly || defaultVersion) &&
        (input.versionStatus === undefined ||
          input.versionStatus === versionStatus) &&
        (input.includeAll ||
          input.clusterVersions !== undefined ||
          versionStatus !== 'UNSUPPORTED'),
    );
    const { items, nextToken } = eksPage(versions, input);
    return { clusterVersions: items, nextToken };
  },
};
