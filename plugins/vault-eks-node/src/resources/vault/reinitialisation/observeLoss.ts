import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NotFoundError } from '@backstage/errors';
import { isAwsError, unlessAbsent } from '../../../connections/aws';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';
import {
  askPods,
  runningPods,
  type VaultPods,
} from '../../../connections/vault';
import type { AwsTag } from '../../aws/ownership';
import { tableTags } from '../../aws/tableTags';
import type { Custody, CustodyRecord } from '../custody/Custody';
import { keysUnderwayUntil } from '../initialisation/initialise';
import { BARRIER_KEYS, beyondInit } from './itemsOfInit';
import { readEntries } from './readEntries';

/** What is looked at. */
export interface LossOptions {
  readonly client: DynamoDBClient;
  /** The table's name. */
  readonly table: string;
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly custody: Custody;
}

/** The table of a Vault whose keys never arrived. */
export interface ObservedRemains {
  readonly status: string;
  /** Tells it from one that is made anew under the same name. Source: DynamoDB API, `TableDescription`. */
  readonly id?: string;
  readonly tags: readonly AwsTag[];
  /** Whether a Vault was initialised in it. */
  readonly initialised: boolean;
  /** Entries that no initialisation makes. */
  readonly data: readonly string[];
}

/** How far the keys of an initialisation have come, and what is left of it. */
export interface ObservedLoss {
  readonly custody: CustodyRecord['state'];
  /** Of the initialisation whose keys never arrived. */
  readonly marker?: string;
  /** `undefined` when it is gone, or when custody is in order and it was not looked at. */
  readonly remains?: ObservedRemains;
  /** Until then a run that still lives may bring the keys to custody. */
  readonly underwayUntil?: Date;
  /** Pods that hold on to the initialisation: they keep its keys in memory, whatever becomes of the table. */
  readonly holding: readonly string[];
}

async function observeRemains(
  { client, table }: LossOptions,
  signal: AbortSignal,
): Promise<ObservedRemains | undefined> {
  const answer = await unlessAbsent(
    client.send(new DescribeTableCommand({ TableName: table }), {
      abortSignal: signal,
    }),
    'ResourceNotFoundException',
  );
  if (!answer?.Table) {
    return undefined;
  }
  const { TableStatus: status = '', TableId: id, TableArn } = answer.Table;
  const known = { status, id };
  if (status === 'DELETING') {
    return { ...known, tags: [], initialised: false, data: [] };
  }
  const nothing: readonly string[] = [];
  try {
    const [tags, entries] = await Promise.all([
      tableTags(client, TableArn, signal),
      status === 'CREATING' ? nothing : readEntries(client, table, signal),
    ]);
    const initialised = entries.includes(BARRIER_KEYS);
    return { ...known, tags, initialised, data: beyondInit(entries) };
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) {
      return undefined;
    }
    throw error;
  }
}

/** Looks at custody, and when its keys never arrived at the table and the pods too; read-only. */
export async function observeLoss(
  options: LossOptions,
  call: CallOptions,
): Promise<ObservedLoss> {
  const { kubernetes, pods } = options;
  const record = await options.custody.read(call).catch(error => {
    if (error instanceof NotFoundError) {
      return { state: 'empty' as const };
    }
    throw error;
  });
  if (record.state !== 'initialising') {
    return { custody: record.state, holding: [] };
  }
  const [remains, answers] = await Promise.all([
    observeRemains(options, call.signal),
    runningPods(kubernetes, pods, call).then(names =>
      askPods(pods, names, call),
    ),
  ]);
  return {
    custody: record.state,
    underwayUntil: keysUnderwayUntil(record.startedAt),
    marker: record.marker,
    remains,
    holding: answers.filter(a => a.health?.initialized).map(a => a.pod),
  };
}
