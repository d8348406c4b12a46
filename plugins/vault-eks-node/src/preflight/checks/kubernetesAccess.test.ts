import {
  DescribeAccessEntryCommand,
  ListAccessEntriesCommand,
} from '@aws-sdk/client-eks';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { AuthenticationError } from '@backstage/errors';
import { awsError, ROLE_ARN } from '../__testUtils__/fakeAws';
import { preflightContext, World } from '../__testUtils__/preflightContext';
import { accessEntry } from './accessEntry';
import { kubernetesAccess } from './kubernetesAccess';

const refused: World = { kubernetesError: new AuthenticationError('401') };
const PATHED = 'arn:aws:iam::111122223333:role/teams/vault/deployer';

describe('a Kubernetes API that refuses the caller', () => {
  it('has no access entry for it: the commands that make one', async () => {
    const [finding] = await kubernetesAccess.run(
      preflightContext({ ...refused, accessEntries: [] }),
    );
    expect(finding).toMatchObject({
      id: 'kubernetes-unauthorized',
      why: 'The cluster has no access entry for it.',
    });
    expect(finding.fix).toContain(
      `aws eks create-access-entry --cluster-name demo --region eu-west-1 --principal-arn ${ROLE_ARN},`,
    );
    expect(finding.fix).toContain(
      '--policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
    );
    expect(finding.fix).toMatch(/If the role has a path/);
  });

  it("names the role with its path when IAM tells it, and no one else's", async () => {
    const ctx = preflightContext({ ...refused, accessEntries: [] });
    ctx.mocks.iam
      .on(GetRoleCommand, { RoleName: 'deployer' })
      .resolves({ Role: { Arn: PATHED } as never });
    const [finding] = await kubernetesAccess.run(ctx);
    expect(finding.fix).toContain(`--principal-arn ${PATHED},`);
    expect(finding.fix).not.toMatch(/If the role has a path/);
    expect(JSON.stringify(finding)).not.toContain('role/other');
  });

  it('writes the commands for the partition of the cluster', async () => {
    const base = preflightContext({ ...refused, accessEntries: [] });
    const [finding] = await kubernetesAccess.run({
      ...base,
      cluster: { ...base.cluster, region: 'us-gov-west-1' },
      aws: {
        ...base.aws,
        callerArn:
          'arn:aws-us-gov:sts::111122223333:assumed-role/deployer/session',
      },
    });
    expect(finding.fix).toContain(
      '--principal-arn arn:aws-us-gov:iam::111122223333:role/deployer,',
    );
    expect(finding.fix).toContain(
      'arn:aws-us-gov:eks::aws:cluster-access-policy/',
    );
  });

  it('has an entry, of a role with a path too: it may be stale', async () => {
    const [finding] = await kubernetesAccess.run(
      preflightContext({ ...refused, accessEntries: [PATHED] }),
    );
    expect(finding.why).toContain(`the access entry ${PATHED}`);
  });

  it('maps by aws-auth only: says so, without asking for entries', async () => {
    const base = preflightContext(refused);
    const [finding] = await kubernetesAccess.run({
      ...base,
      cluster: { ...base.cluster, authenticationMode: 'CONFIG_MAP' },
    });
    expect(finding.fix).toBe(
      `Map ${ROLE_ARN} to a group with the needed rights in the ConfigMap kube-system/aws-auth.`,
    );
    expect(base.mocks.eks.commandCalls(ListAccessEntriesCommand)).toHaveLength(
      0,
    );
  });

  it('may not say whom it knows: the same commands', async () => {
    const ctx = preflightContext(refused);
    ctx.mocks.eks
      .on(ListAccessEntriesCommand)
      .rejects(awsError('AccessDeniedException'));
    const [finding] = await kubernetesAccess.run(ctx);
    expect(finding).toMatchObject({ why: '401.' });
    expect(finding.fix).toContain('aws eks create-access-entry');
  });
});

describe('a Kubernetes API that does not answer', () => {
  it.each([
    [{ fromInternet: false, fromVpc: true, limited: false }, /private only/],
    [
      { fromInternet: true, fromVpc: false, limited: true },
      /some addresses only: .* --name demo --region eu-west-1/,
    ],
    [{ fromInternet: true, fromVpc: true, limited: false }, /is public/],
  ])('%j', async (endpointAccess, fix) => {
    const base = preflightContext({
      kubernetesError: new Error('connect ETIMEDOUT'),
    });
    const findings = await kubernetesAccess.run({
      ...base,
      cluster: { ...base.cluster, endpointAccess },
    });
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'kubernetes-unreachable',
        why: 'connect ETIMEDOUT.',
        fix: expect.stringMatching(fix),
      }),
    ]);
  });
});

describe('the access entry of the caller', () => {
  it('is fine with a policy, or with groups', async () => {
    expect(await accessEntry.run(preflightContext())).toEqual([]);
    const grouped = preflightContext({ accessPolicies: [] });
    grouped.mocks.eks
      .on(DescribeAccessEntryCommand)
      .resolves({ accessEntry: { kubernetesGroups: ['vault-eks:deploy'] } });
    expect(await accessEntry.run(grouped)).toEqual([]);
  });

  it('gives nothing without either', async () => {
    const [finding] = await accessEntry.run(
      preflightContext({ accessPolicies: [] }),
    );
    expect(finding).toMatchObject({
      id: 'access-entry-empty',
      severity: 'warning',
    });
    expect(finding.fix).toContain(
      `aws eks associate-access-policy --cluster-name demo --region eu-west-1 --principal-arn ${ROLE_ARN}`,
    );
  });

  it('does not exist on a cluster with aws-auth only', async () => {
    const base = preflightContext();
    const findings = await accessEntry.run({
      ...base,
      cluster: { ...base.cluster, authenticationMode: 'CONFIG_MAP' },
    });
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'authentication-mode-config-map',
        severity: 'info',
      }),
    ]);
  });
});
