import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TableDescription,
  TableStatus,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbTable } from '../dynamoDbTable';
import type { DynamoDbTableOptions } from '../dynamoDbTableChanges';
import type { AwsTag } from '../ownership';
import { awsError, OWNERSHIP } from '../testing/lifecycle';

export const TABLE_ARN =
  'arn:aws:dynamodb:eu-west-1:111122223333:table/vault-demo';
const KEYS = 'arn:aws:kms:eu-west-1:111122223333:key';
export const AWS_MANAGED_KEY = `${KEYS}/of-aws`;
export const CUSTOMER_KEY = `${KEYS}/of-the-customer`;

function describe(input: Partial<UpdateTableCommandInput>): TableDescription {
  const { BillingMode, ProvisionedThroughput, TableClass } = input;
  const { SSESpecification: sse, DeletionProtectionEnabled } = input;
  return {
    ...(BillingMode && { BillingModeSummary: { BillingMode } }),
    ...(ProvisionedThroughput && { ProvisionedThroughput }),
    ...(TableClass && { TableClassSummary: { TableClass } }),
    ...(DeletionProtectionEnabled !== undefined && {
      DeletionProtectionEnabled,
    }),
    ...(sse && {
      SSEDescription: sse.Enabled
        ? {
            Status: 'ENABLED',
            KMSMasterKeyArn: sse.KMSMasterKeyId ?? AWS_MANAGED_KEY,
          }
        : undefined,
    }),
  };
}

/** A DynamoDB with one table, which takes one look to become ACTIVE after each change. */
export function fakeDynamoDb() {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const kms = new KMSClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const kmsMock = mockClient(kms);
  const state: { table?: TableDescription; tags: AwsTag[]; backups: boolean } =
    { tags: [], backups: false };
  const change = (status: TableStatus, to: TableDescription = {}) => {
    state.table = { ...state.table, ...to, TableStatus: status };
  };
  kmsMock.on(DescribeKeyCommand).callsFake(({ KeyId }) => ({
    KeyMetadata: { KeyManager: KeyId === AWS_MANAGED_KEY ? 'AWS' : 'CUSTOMER' },
  }));
  mock.on(DescribeTableCommand).callsFake(() => {
    if (!state.table) {
      throw awsError('ResourceNotFoundException');
    }
    const Table = { ...state.table };
    change('ACTIVE');
    return { Table };
  });
  mock.on(ListTagsOfResourceCommand).callsFake(({ NextToken }) =>
    // Two pages, the tags on the second.
    NextToken ? { Tags: state.tags } : { Tags: [], NextToken: 'more' },
  );
  mock.on(TagResourceCommand).callsFake(({ Tags }) => {
    const keys = Tags.map((tag: AwsTag) => tag.Key);
    state.tags = [...state.tags.filter(t => !keys.includes(t.Key)), ...Tags];
    return {};
  });
  mock.on(DescribeContinuousBackupsCommand).callsFake(() => ({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: state.backups ? 'ENABLED' : 'DISABLED',
      },
    },
  }));
  mock.on(CreateTableCommand).callsFake(input => {
    const { TableName, AttributeDefinitions, KeySchema, Tags } = input;
    change('CREATING', {
      ...{ TableName, AttributeDefinitions, KeySchema, TableArn: TABLE_ARN },
      ...describe(input),
    });
    state.tags = Tags;
    return {};
  });
  mock.on(UpdateTableCommand).callsFake(input => {
    if (state.table?.TableStatus !== 'ACTIVE') {
      throw awsError('ResourceInUseException');
    }
    change('UPDATING', describe(input));
    return {};
  });
  mock.on(UpdateContinuousBackupsCommand).callsFake(input => {
    state.backups =
      input.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
    return {};
  });
  mock.on(DeleteTableCommand).callsFake(() => {
    state.table = undefined;
    return {};
  });
  const table = (overrides: Partial<DynamoDbTableOptions> = {}) =>
    dynamoDbTable({
      client,
      kms,
      name: 'vault-demo',
      arn: TABLE_ARN,
      ownership: OWNERSHIP,
      named: false,
      billing: 'on-demand',
      tableClass: 'standard',
      pointInTimeRecovery: true,
      deletionProtection: true,
      encryption: 'aws-owned',
      ...overrides,
    });
  return { mock, state, table };
}
