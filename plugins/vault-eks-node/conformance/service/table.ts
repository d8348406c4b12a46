import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Scene } from '../world/describeLifecycle';

export async function describeTable({
  aws,
  names,
}: Scene): Promise<TableDescription> {
  const { Table } = await aws.dynamodb.send(
    new DescribeTableCommand({ TableName: names.table }),
  );
  return Table ?? {};
}

export async function expectBackups(
  { aws, names }: Scene,
  status: string,
): Promise<void> {
  const { ContinuousBackupsDescription } = await aws.dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: names.table }),
  );
  expect(
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription,
  ).toMatchObject({ PointInTimeRecoveryStatus: status });
}

export async function expectTable(
  scene: Scene,
  wanted: TableDescription,
): Promise<void> {
  expect(await describeTable(scene)).toMatchObject(wanted);
}

export async function expectTag(
  scene: Scene,
  Key: string,
  Value: string,
): Promise<void> {
  const { TableArn } = await describeTable(scene);
  const { Tags } = await scene.aws.dynamodb.send(
    new ListTagsOfResourceCommand({ ResourceArn: TableArn }),
  );
  expect(Tags).toContainEqual({ Key, Value });
}

export async function expectCapacity(
  scene: Scene,
  ReadCapacityUnits: number,
  WriteCapacityUnits: number,
): Promise<void> {
  const { ProvisionedThroughput } = await describeTable(scene);
  expect(ProvisionedThroughput).toMatchObject({
    ReadCapacityUnits,
    WriteCapacityUnits,
  });
}
