import {
  Addon,
  AssociatedAccessPolicy,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterVersionsCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
} from '@aws-sdk/client-eks';
import {
  GetAccountSummaryCommand,
  GetRoleCommand,
  IAMClient,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';

/** What EKS says in a test; fit for a deploy where nothing is said. */
export interface AwsWorld {
  /** `absent` when there is no add-on. */
  readonly addonStatus?: string;
  readonly addon?: Partial<Addon>;
  /** ARNs on the second page of the access entries. */
  readonly accessEntries?: string[];
  readonly accessPolicies?: AssociatedAccessPolicy[];
}

/** The role behind {@link CALLER}. */
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/deployer';
export const CALLER = 'arn:aws:sts::111122223333:assumed-role/deployer/session';

/** An error as AWS names it. */
export const awsError = (name: string) =>
  Object.assign(new Error('as AWS says'), { name });

/** EKS with what the world says of the add-on and the access entries. */
export function mockEks(client: EKSClient, world: AwsWorld) {
  const mock = mockClient(client);
  if (world.addonStatus === 'absent') {
    mock
      .on(DescribeAddonCommand)
      .rejects(awsError('ResourceNotFoundException'));
  } else {
    mock.on(DescribeAddonCommand).callsFake(() => ({
      addon: {
        status: world.addonStatus ?? 'ACTIVE',
        podIdentityAssociations: ['a'],
        ...world.addon,
      },
    }));
  }
  mock.on(DescribeClusterVersionsCommand).resolves({
    clusterVersions: [
      {
        clusterVersion: '1.35',
        versionStatus: 'STANDARD_SUPPORT',
        endOfStandardSupportDate: new Date(Date.now() + 300 * 86_400_000),
      },
    ],
  });
  // The entry of the caller comes on a second page.
  mock.on(ListAccessEntriesCommand).callsFake(({ nextToken }) =>
    nextToken
      ? { accessEntries: world.accessEntries ?? [ROLE_ARN] }
      : {
          accessEntries: ['arn:aws:iam::111122223333:role/other'],
          nextToken: 'more',
        },
  );
  mock
    .on(DescribeAccessEntryCommand)
    .resolves({ accessEntry: { kubernetesGroups: [] } });
  mock.on(ListAssociatedAccessPoliciesCommand).callsFake(({ nextToken }) =>
    nextToken
      ? {
          associatedAccessPolicies: world.accessPolicies ?? [
            { policyArn: 'p' },
          ],
        }
      : { associatedAccessPolicies: [], nextToken: 'more' },
  );
  return mock;
}

/** IAM that allows everything but to look at roles. */
export function mockIam(client: IAMClient) {
  const mock = mockClient(client);
  mock
    .on(GetAccountSummaryCommand)
    .resolves({ SummaryMap: { Roles: 10, RolesQuota: 1000 } });
  mock.on(GetRoleCommand).rejects(awsError('AccessDenied'));
  mock.on(SimulatePrincipalPolicyCommand).callsFake(({ ActionNames = [] }) => ({
    EvaluationResults: ActionNames.map((EvalActionName: string) => ({
      EvalActionName,
      EvalDecision: 'allowed',
    })),
  }));
  return mock;
}
