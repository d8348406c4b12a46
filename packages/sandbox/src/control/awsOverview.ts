import {
  DescribeTableCommand,
  DynamoDBClient,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import { EC2Client, paginateDescribeVpcEndpoints } from '@aws-sdk/client-ec2';
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  KMSClient,
  paginateListAliases,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import {
  SecretsManagerClient,
  paginateListSecrets,
} from '@aws-sdk/client-secrets-manager';
import type { AwsOverview } from './Overview';

/** How the page reaches the sandbox's own AWS: as any other client would. */
export interface AwsAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
}

/** Asks the sandbox's AWS what exists in it. */
export async function awsOverview(access: AwsAccess): Promise<AwsOverview> {
  const [tables, keys, endpoints, roles, secrets] = await Promise.all([
    listTables(access),
    listKeys(access),
    listEndpoints(access),
    listRoles(access),
    listSecrets(access),
  ]);
  return { tables, keys, endpoints, roles, secrets };
}

async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) {
    all.push(...(items(page) ?? []));
  }
  return all;
}

async function listTables(access: AwsAccess) {
  const client = new DynamoDBClient(access);
  const names = await collect(
    paginateListTables({ client }, {}),
    page => page.TableNames,
  );
  return Promise.all(
    names.map(async name => {
      const { Table } = await client.send(
        new DescribeTableCommand({ TableName: name }),
      );
      return { name, status: Table?.TableStatus ?? '' };
    }),
  );
}

async function listKeys(access: AwsAccess) {
  const client = new KMSClient(access);
  const [keys, aliases] = await Promise.all([
    collect(paginateListKeys({ client }, {}), page => page.Keys),
    collect(paginateListAliases({ client }, {}), page => page.Aliases),
  ]);
  return Promise.all(
    keys.map(async ({ KeyId: id = '' }) => {
      const { KeyMetadata } = await client.send(
        new DescribeKeyCommand({ KeyId: id }),
      );
      return {
        id,
        aliases: aliases.flatMap(alias =>
          alias.TargetKeyId === id && alias.AliasName ? [alias.AliasName] : [],
        ),
        state: KeyMetadata?.KeyState ?? '',
      };
    }),
  );
}

async function listEndpoints(access: AwsAccess) {
  const client = new EC2Client(access);
  const endpoints = await collect(
    paginateDescribeVpcEndpoints({ client }, {}),
    page => page.VpcEndpoints,
  );
  return endpoints.map(endpoint => ({
    id: endpoint.VpcEndpointId ?? '',
    type: endpoint.VpcEndpointType ?? '',
    service: endpoint.ServiceName ?? '',
    state: endpoint.State ?? '',
  }));
}

async function listRoles(access: AwsAccess) {
  const client = new IAMClient(access);
  const roles = await collect(
    paginateListRoles({ client }, {}),
    page => page.Roles,
  );
  return roles.map(role => role.RoleName ?? '').sort();
}

async function listSecrets(access: AwsAccess) {
  const client = new SecretsManagerClient(access);
  const secrets = await collect(
    paginateListSecrets({ client }, {}),
    page => page.SecretList,
  );
  return secrets.map(secret => secret.Name ?? '').sort();
}
