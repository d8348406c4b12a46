import { ConfigReader } from '@backstage/config';
import {
  DefaultAwsLookups,
  DefaultVaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { pointAwsClientsAt } from '../awsEnvironment';
import type { Harness } from '../harness';
import { kubectl } from '../kubectl';
import { createTestRole, enterCluster, type TestRole } from '../roles';
import { documentedFile, documentedPolicy, type Identity } from './documented';

/** Where copies of the recovery keys go in these tests. */
export const REPLICA_REGION = 'eu-central-1';

/** Makes the role of an identity, with the rights that the docs give it on AWS and no other, and lets it into each cluster. */
export async function createIdentity(
  { sandbox }: Harness,
  identity: Identity,
): Promise<TestRole> {
  const role = await createTestRole(sandbox, {
    name: `backstage-${identity}`,
    policy: documentedPolicy(identity),
  });
  for (const { name: cluster } of sandbox.clusters) {
    await enterCluster(sandbox, {
      ...{ cluster, roleArn: role.arn },
      groups: [`vault-eks:${identity}`],
    });
  }
  return role;
}

/** Gives the rights on Kubernetes of a file of the docs, in the first cluster unless another one is named. */
export async function grantInCluster(
  { sandbox }: Harness,
  file: string,
  cluster = sandbox.clusters[0].name,
): Promise<void> {
  const filename = `--filename=${documentedFile(file)}`;
  await kubectl(sandbox, 'apply', `--context=${cluster}`, filename);
}

/** Runs the product as this role; before and after it the environment has the administrator's keys. */
export async function actAs<T>(
  { sandbox, config, logger }: Harness,
  { keys }: TestRole,
  act: (vaultEks: DefaultVaultEks) => Promise<T>,
): Promise<T> {
  const restore = pointAwsClientsAt(sandbox, keys);
  const regions = [sandbox.aws.region, REPLICA_REGION];
  const here = config.get<{ vaultEks: object }>();
  const vaultEks = DefaultVaultEks.create({
    config: new ConfigReader({ vaultEks: { ...here.vaultEks, regions } }),
    logger: logger(),
  });
  try {
    return await act(vaultEks);
  } finally {
    await vaultEks.close();
    restore();
  }
}

/** Looks up as this role what a form may choose from. */
export async function lookUpAs<T>(
  { sandbox, config, logger }: Harness,
  { keys }: TestRole,
  act: (lookups: DefaultAwsLookups) => Promise<T>,
): Promise<T> {
  const restore = pointAwsClientsAt(sandbox, keys);
  const lookups = DefaultAwsLookups.create({ config, logger: logger() });
  try {
    return await act(lookups);
  } finally {
    await lookups.close();
    restore();
  }
}
