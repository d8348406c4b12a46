import {
  DescribeTableCommand,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import type { FoundTable } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDenied, unlessAbsent, type AwsConnection } from '../connections/aws';
import { VAULT_KEYS } from '../resources/aws/dynamoDbTableChanges';
import { keysOf } from '../resources/aws/observeTable';
import { ownerIn } from '../resources/aws/ownership';
import { tableTags } from '../resources/aws/tableTags';
import type { SearchRun } from './AwsLookups';
import { forEach } from './atOnce';
import { firstMatches, type Matches } from './firstMatches';

async function* namesIn({ dynamodb }: AwsConnection, signal: AbortSignal) {
  for await (const { TableNames = [] } of paginateListTables(
    { client: dynamodb },
    {},
    { abortSignal: signal },
  )) {
    yield TableNames;
  }
}

function unfitness(status: string | undefined, keys: string) {
  if (keys !== VAULT_KEYS) {
    return `its keys are ${keys}, Vault needs ${VAULT_KEYS}`;
  }
  return status === 'ACTIVE' || status === 'UPDATING'
    ? undefined
    : `it is ${status}`;
}

/** The table with whose it is; its name alone where a policy hides it, `undefined` when it has gone meanwhile. */
async function look(
  { dynamodb }: AwsConnection,
  name: string,
  signal: AbortSignal,
): Promise<FoundTable | undefined> {
  try {
    const answer = await unlessAbsent(
      dynamodb.send(new DescribeTableCommand({ TableName: name }), {
        abortSignal: signal,
      }),
      'ResourceNotFoundException',
    );
    const table = answer?.Table;
    if (!table) {
      return undefined;
    }
    const tags = await unlessAbsent(
      tableTags(dynamodb, table.TableArn, signal),
      'ResourceNotFoundException',
    );
    const { TableStatus: status } = table;
    const unfit = unfitness(status, keysOf(table));
    return { name, status, usedBy: ownerIn(tags), unfit };
  } catch (error) {
    if (isDenied(error)) {
      return { name };
    }
    throw error;
  }
}

/** The tables of one account and region, those of Vaults first. */
export async function tablesIn(
  aws: AwsConnection,
  { search, signal }: SearchRun,
): Promise<Matches<FoundTable>> {
  const names = await firstMatches({
    pages: namesIn(aws, signal),
    textOf: name => name,
    search,
  });
  const items = await forEach(names.items, name => look(aws, name, signal));
  const rank = ({ usedBy, unfit }: FoundTable) => {
    if (usedBy) {
      return 0;
    }
    return unfit ? 2 : 1;
  };
  return {
    items: items.sort(
      (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name),
    ),
    more: names.more,
  };
}
