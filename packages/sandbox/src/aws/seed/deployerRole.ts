import type { Seed } from '../../seed';
import type { AwsState } from '../AwsState';
import { uniqueId } from '../ids';

/** ARN of the role through which another party deploys. */
export function deployerRoleArn(seed: Seed): string {
  return `arn:aws:iam::${seed.account}:role/${seed.deployer.roleName}`;
}

/** An administrator role that anyone of the account may assume, as long as they know its external id. */
export function seedDeployerRole(state: AwsState, seed: Seed, now: Date): void {
  const { account, deployer } = seed;
  state.iam.roles.set(deployer.roleName, {
    name: deployer.roleName,
    path: '/',
    arn: deployerRoleArn(seed),
    id: uniqueId('AROA', 17),
    description: 'Deploys Vault from elsewhere',
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': deployer.externalId },
          },
        },
      ],
    }),
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    createdAt: now.getTime(),
    tags: [],
    inlinePolicies: {},
    attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  });
}
