import {
  ClusterVersionInformation,
  DescribeClusterVersionsCommand,
} from '@aws-sdk/client-eks';
import { runPreflight } from '../runPreflight';
import { awsError } from '../__testUtils__/fakeAws';
import { preflightContext } from '../__testUtils__/preflightContext';
import { clusterVersion } from './clusterVersion';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

async function findingsFor(version: Partial<ClusterVersionInformation>) {
  const ctx = preflightContext();
  // The version of the cluster comes on a second page.
  ctx.mocks.eks
    .on(DescribeClusterVersionsCommand)
    .callsFake(({ nextToken }) =>
      nextToken
        ? { clusterVersions: [{ clusterVersion: '1.35', ...version }] }
        : { clusterVersions: [{ clusterVersion: '1.29' }], nextToken: 'more' },
    );
  return clusterVersion.run(ctx);
}

describe('the Kubernetes version', () => {
  it.each<[string, string, Partial<ClusterVersionInformation>]>([
    [
      'cluster-version-support-ends',
      'info',
      {
        versionStatus: 'STANDARD_SUPPORT',
        endOfStandardSupportDate: inDays(30),
      },
    ],
    [
      'cluster-version-extended-support',
      'warning',
      {
        versionStatus: 'EXTENDED_SUPPORT',
        endOfStandardSupportDate: inDays(-30),
        endOfExtendedSupportDate: inDays(300),
      },
    ],
    [
      'cluster-version-unsupported',
      'warning',
      { versionStatus: 'UNSUPPORTED' },
    ],
  ])('%s', async (id, severity, version) => {
    expect(await findingsFor(version)).toEqual([
      expect.objectContaining({ id, severity }),
    ]);
  });

  it('is fine while its standard support lasts', async () => {
    expect(
      await findingsFor({
        versionStatus: 'STANDARD_SUPPORT',
        endOfStandardSupportDate: inDays(200),
      }),
    ).toEqual([]);
  });

  it('is unknown to EKS', async () => {
    expect(await findingsFor({ clusterVersion: '1.99' })).toEqual([
      expect.objectContaining({ id: 'cluster-version-unknown' }),
    ]);
  });

  it('may not be asked for: good to know, and no warning', async () => {
    const ctx = preflightContext();
    ctx.mocks.eks
      .on(DescribeClusterVersionsCommand)
      .rejects(awsError('AccessDeniedException'));
    expect(await runPreflight(ctx, [clusterVersion])).toEqual([
      expect.objectContaining({
        id: 'not-checked',
        severity: 'info',
        what: 'Could not check how long EKS supports the Kubernetes version of the cluster.',
      }),
    ]);
  });
});
