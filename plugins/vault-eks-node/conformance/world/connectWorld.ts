import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { AwsConnection, AwsConnections } from '../../src/connections/aws';
import type { EksCluster } from '../../src/connections/eks';
import { findOrMakeCluster } from './findOrMakeCluster';

/** An AWS that is not the real one, and an EKS cluster in it. */
export interface World {
  readonly aws: AwsConnection;
  readonly cluster: EksCluster;
  close(): Promise<void>;
}

/**
 * Connects as the product does: endpoint and credentials are the environment's.
 *
 * @throws InputError without `AWS_ENDPOINT_URL`, so that nothing here ever reaches a real account by accident
 */
export async function connectWorld(): Promise<World> {
  if (!process.env.AWS_ENDPOINT_URL) {
    throw new InputError(
      'AWS_ENDPOINT_URL: set it to a server that stands in for AWS; these tests create and delete things',
    );
  }
  const connections = AwsConnections.create({ config: new ConfigReader({}) });
  const aws = await connections.connect({
    region: process.env.AWS_REGION ?? 'eu-west-1',
  });
  return {
    aws,
    cluster: await findOrMakeCluster(aws),
    close: () => connections.close(),
  };
}
