import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  EKSClient,
} from '@aws-sdk/client-eks';
import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '@vault-eks/sandbox';
import type { AwsKeys } from './awsEnvironment';

/** A role of a test, and the keys of somebody who has assumed it. */
export interface TestRole {
  readonly arn: string;
  readonly keys: AwsKeys;
}

/** An IAM policy document of one statement that allows. */
export const allow = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });

/** Makes a role with these rights and nothing else, and assumes it. The environment must hold the administrator's keys. */
export async function createTestRole(
  { aws }: Pick<Sandbox, 'aws'>,
  options: {
    readonly name: string;
    /** An IAM policy document; none gives no right at all. */
    readonly policy?: string;
  },
): Promise<TestRole> {
  const { name, policy } = options;
  const iam = new IAMClient({});
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: allow({
        Principal: { AWS: aws.account },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  if (policy) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: 'rights',
        PolicyDocument: policy,
      }),
    );
  }
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'portal' }),
  );
  return {
    arn: Role?.Arn ?? '',
    keys: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    },
  };
}

/** Lets a role into an EKS cluster: as a member of Kubernetes groups, or else as its administrator. */
export async function enterCluster(
  { aws }: Pick<Sandbox, 'aws'>,
  options: {
    readonly cluster: string;
    readonly roleArn: string;
    readonly groups?: readonly string[];
  },
): Promise<void> {
  const { cluster, roleArn, groups } = options;
  const entry = { clusterName: cluster, principalArn: roleArn };
  const eks = new EKSClient({ credentials: aws });
  await eks.send(
    new CreateAccessEntryCommand({
      ...entry,
      kubernetesGroups: groups && [...groups],
    }),
  );
  if (!groups) {
    await eks.send(
      new AssociateAccessPolicyCommand({
        ...entry,
        policyArn:
          'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
        accessScope: { type: 'cluster' },
      }),
    );
  }
}
