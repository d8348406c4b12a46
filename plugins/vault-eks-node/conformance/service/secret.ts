import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Scene } from '../world/describeLifecycle';

export const describeSecret = ({ aws, names }: Scene) =>
  aws.secretsManager.send(
    new DescribeSecretCommand({ SecretId: names.custodySecret }),
  );

export async function expectCopies(
  scene: Scene,
  regions: readonly string[],
): Promise<void> {
  const { ReplicationStatus = [] } = await describeSecret(scene);
  expect(ReplicationStatus.map(({ Region }) => Region)).toEqual(regions);
}

export async function expectPolicy(
  { aws, names }: Scene,
  text: string,
): Promise<void> {
  const { ResourcePolicy } = await aws.secretsManager.send(
    new GetResourcePolicyCommand({ SecretId: names.custodySecret }),
  );
  expect(ResourcePolicy).toContain(text);
}

export async function expectTag(
  scene: Scene,
  Key: string,
  Value: string,
): Promise<void> {
  const { Tags } = await describeSecret(scene);
  expect(Tags).toContainEqual({ Key, Value });
}
