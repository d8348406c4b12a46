import {
  DescribeClusterCommand,
  paginateListClusters,
  type Cluster,
} from '@aws-sdk/client-eks';
import { ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam';
import type { FoundCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { unlessAbsent, type AwsConnection } from '../../connections/aws';
import { readVersions } from '../../preflight/checks/clusterVersion';
import type { SearchRun } from '../AwsLookups';
import { forEach } from '../atOnce';
import { firstMatches, type Matches } from '../firstMatches';
import { reasonOf } from '../reasonOf';
import { clusterProblems, type Surroundings } from './clusterProblems';

type Looked =
  | { readonly cluster: Cluster & { readonly name: string } }
  | { readonly name: string; readonly error: unknown };

async function* namesOf(aws: AwsConnection, signal: AbortSignal) {
  for await (const { clusters = [] } of paginateListClusters(
    { client: aws.eks },
    {},
    { abortSignal: signal },
  )) {
    yield clusters;
  }
}

/** The cluster, or why it does not show; `undefined` when it has gone meanwhile. */
async function look(
  aws: AwsConnection,
  name: string,
  signal: AbortSignal,
): Promise<Looked | undefined> {
  try {
    const answer = await unlessAbsent(
      aws.eks.send(new DescribeClusterCommand({ name }), {
        abortSignal: signal,
      }),
      'ResourceNotFoundException',
    );
    return answer?.cluster && { cluster: { ...answer.cluster, name } };
  } catch (error) {
    signal.throwIfAborted();
    return { name, error };
  }
}

async function issuersOf(aws: AwsConnection, signal: AbortSignal) {
  const { OpenIDConnectProviderList: list = [] } = await aws.iam.send(
    new ListOpenIDConnectProvidersCommand({}),
    { abortSignal: signal },
  );
  return new Set(
    list.map(({ Arn = '' }) => Arn.replace(/^.*:oidc-provider\//, '')),
  );
}

/** What a cluster can be judged without: the look-up goes on when AWS does not tell it. */
async function optional<T>(
  signal: AbortSignal,
  read: Promise<T>,
): Promise<T | undefined> {
  try {
    return await read;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** The clusters of one account and region, each with what is wrong with it. */
export async function clustersIn(
  aws: AwsConnection,
  { search, signal }: SearchRun,
): Promise<Matches<FoundCluster>> {
  const { account, region } = aws;
  const [names, issuers] = await Promise.all([
    firstMatches({
      pages: namesOf(aws, signal),
      textOf: name => name,
      search,
    }),
    optional(signal, issuersOf(aws, signal)),
  ]);
  const looked = await forEach(names.items, name => look(aws, name, signal));
  const versions = [
    ...new Set(
      looked.flatMap(found =>
        'cluster' in found ? found.cluster.version ?? [] : [],
      ),
    ),
  ];
  const surroundings: Surroundings = {
    issuers,
    versions:
      versions.length > 0
        ? await optional(
            signal,
            readVersions({ eks: aws.eks, versions, signal }),
          )
        : undefined,
  };
  const items = looked.map((found): FoundCluster => {
    if ('cluster' in found) {
      const { name, status, version } = found.cluster;
      const problems = clusterProblems(found.cluster, {
        region,
        ...surroundings,
      });
      return { name, account, region, status, version, problems };
    }
    return {
      ...{ name: found.name, account, region },
      problems: [
        {
          id: 'cluster-not-readable',
          severity: 'warning',
          what: `The portal cannot look at the EKS cluster ${found.name}.`,
          why: 'What is wrong with it shows in the plan only, or not at all.',
          fix: reasonOf(found.error, { account, region }),
        },
      ],
    };
  });
  return { items, more: names.more };
}
