import {
  CreatePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import type { Scene } from '../world/describeLifecycle';

export const POLICY = 'vault-storage-and-seal';

const decoded = (document = '') => JSON.parse(decodeURIComponent(document));

export async function getRole({ aws, names }: Scene) {
  const { Role } = await aws.iam.send(
    new GetRoleCommand({ RoleName: names.role }),
  );
  return { ...Role, trust: decoded(Role?.AssumeRolePolicyDocument) };
}

/** A policy document of one statement that allows. */
export const allow = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });

/** A managed policy of any content: what it bounds is not the question here. */
export async function makePolicy(
  iam: IAMClient,
  PolicyName: string,
): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName,
      PolicyDocument: allow({ Action: '*', Resource: '*' }),
    }),
  );
  return Policy?.Arn ?? '';
}

export async function getPolicy(iam: IAMClient, RoleName: string) {
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({ RoleName, PolicyName: POLICY }),
  );
  return decoded(PolicyDocument);
}

export async function expectOwned({ aws, names, owner }: Scene): Promise<void> {
  const { Role } = await aws.iam.send(
    new GetRoleCommand({ RoleName: names.role }),
  );
  expect(Role?.Tags).toContainEqual({
    Key: 'vault-eks.io/cluster',
    Value: owner,
  });
}
