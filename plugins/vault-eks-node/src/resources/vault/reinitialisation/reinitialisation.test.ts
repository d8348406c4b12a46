import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  ScanCommand,
  type Tag,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { reconcile } from '../../../engine/reconcile';
import { ownershipTags } from '../../aws/ownership';
import { awsError, OWNERSHIP } from '../../aws/testing/lifecycle';
import { createVaultPods } from '../../../connections/vault';
import {
  startVaultCluster,
  VaultCluster,
} from '../../../testing/startVaultCluster';
import type { CustodyRecord } from '../custody/Custody';
import { reinitialisation } from './reinitialisation';

const TABLE = 'vault-demo';
const ENTRIES = ['core/keyring', 'core/mounts', 'sys/policy/default'];
const settle = { timeoutMs: 2_000, firstDelayMs: 10, maxDelayMs: 20 };
const signal = new AbortController().signal;
const LONG_AGO = '2026-01-01T00:00:00Z';

const marked = (startedAt = LONG_AGO, marker = 'm'): CustodyRecord => ({
  state: 'initialising',
  marker,
  startedAt,
});

/** A table whose items come on two pages. */
function fakeTable(options: {
  readonly entries?: readonly string[];
  readonly tags?: Tag[];
}) {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const { entries = ENTRIES, tags = ownershipTags(OWNERSHIP) } = options;
  const state = { there: true, protection: true, id: 'first' };
  const changes: string[] = [];
  mock.on(DescribeTableCommand).callsFake(() => {
    if (!state.there) {
      throw awsError('ResourceNotFoundException');
    }
    return {
      Table: {
        TableStatus: 'ACTIVE',
        TableArn: 'arn',
        TableId: state.id,
        DeletionProtectionEnabled: state.protection,
      },
    };
  });
  mock.on(ListTagsOfResourceCommand).resolves({ Tags: tags });
  mock.on(ScanCommand).callsFake(({ ExclusiveStartKey }) => {
    const items = entries.map(entry => ({
      Path: { S: entry.slice(0, entry.lastIndexOf('/')) },
      Key: { S: entry.slice(entry.lastIndexOf('/') + 1) },
    }));
    return ExclusiveStartKey
      ? { Items: items.slice(1) }
      : { Items: items.slice(0, 1), LastEvaluatedKey: items[0] };
  });
  mock.on(UpdateTableCommand).callsFake(() => {
    changes.push('unprotect');
    state.protection = false;
  });
  mock.on(DeleteTableCommand).callsFake(() => {
    if (state.protection) {
      throw awsError('ValidationException');
    }
    changes.push('delete');
    state.there = false;
  });
  return { client, changes, state };
}

describe('reinitialisation', () => {
  let cluster: VaultCluster;
  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
  });
  afterEach(() => cluster.close());

  async function run(
    table: ReturnType<typeof fakeTable>,
    held: CustodyRecord | (() => CustodyRecord) = marked(),
  ) {
    const { kubernetes } = cluster;
    const lines: string[] = [];
    const custody = {
      name: 'vault-eks/demo/recovery',
      read: async () => (typeof held === 'function' ? held() : held),
      write: async () => undefined,
    };
    const thing = reinitialisation({
      client: table.client,
      table: TABLE,
      kubernetes,
      pods: createVaultPods({
        kubernetes,
        namespace: 'vault',
        release: 'vault',
      }),
      custody,
      ownership: OWNERSHIP,
    });
    const ctx = { signal, log: (line: string) => void lines.push(line) };
    return { ...(await reconcile(thing, ctx, settle)), lines };
  }

  /** As a StatefulSet does it, of a Vault that finds an empty table. */
  function comeBack() {
    const remove = cluster.kubernetes.delete;
    cluster.kubernetes.delete = async (ref, call) => {
      await remove(ref, call);
      cluster.vault.initialised = false;
    };
  }

  it('takes the protection off, deletes the table, and ends every pod of the old Vault', async () => {
    comeBack();
    const table = fakeTable({});
    expect(await run(table)).toMatchObject({ outcome: 'updated' });
    expect(table.changes).toEqual(['unprotect', 'delete']);
    expect(
      cluster.kubernetes.writes.filter(w => w.startsWith('delete')),
    ).toHaveLength(3);
  });

  it('goes on where another run was interrupted: the table gone, the pods still the old ones', async () => {
    comeBack();
    const table = fakeTable({});
    table.state.there = false;
    expect(await run(table)).toMatchObject({ outcome: 'updated' });
    expect(table.changes).toEqual([]);
  });

  it('wipes nothing when nothing is left', async () => {
    cluster.vault.initialised = false;
    const table = fakeTable({ entries: ['core/_lock'] });
    expect(await run(table)).toMatchObject({ outcome: 'kept' });
    expect(table.changes).toEqual([]);
  });

  it('wipes nothing when custody holds keys, and says so once', async () => {
    const table = fakeTable({});
    const { outcome, lines } = await run(table, {
      state: 'initialised',
      recoveryKeys: ['a'],
    });
    expect(outcome).toBe('kept');
    expect(lines).toEqual([expect.stringMatching(/so nothing is wiped/)]);
    expect(table.changes).toEqual([]);
  });

  it.each<[string, Parameters<typeof fakeTable>[0], RegExp]>([
    ['without our tag', { tags: [] }, /was not made by this product/],
    [
      'of another Vault',
      { tags: ownershipTags({ ...OWNERSHIP, owner: 'other/vault/vault' }) },
      /belongs to the Vault other\/vault\/vault/,
    ],
    [
      'that was taken over',
      {
        tags: [
          ...ownershipTags(OWNERSHIP),
          { Key: 'vault-eks.io/adopted-at', Value: 'then' },
        ],
      },
      /was made by others and taken over/,
    ],
    [
      'with data',
      { entries: [...ENTRIES, 'logical/x/secret', 'sys/policy/mine'] },
      /2 entries such as logical\/x\/secret, sys\/policy\/mine/,
    ],
  ])('never wipes a table %s', async (_, of, why) => {
    const table = fakeTable(of);
    await expect(run(table)).rejects.toThrow(why);
    expect(table.changes).toEqual([]);
    expect(cluster.kubernetes.writes).toEqual([]);
  });

  it.each<[string, CustodyRecord]>([
    ['brought the keys', { state: 'initialised', recoveryKeys: ['a'] }],
    ['began anew', marked(LONG_AGO, 'of-another')],
  ])('touches nothing when another run %s since it looked', async (_, then) => {
    const table = fakeTable({});
    const records = [marked()];
    await expect(run(table, () => records.shift() ?? then)).rejects.toThrow(
      /recovery was written by another run at this very moment/,
    );
    expect(table.changes).toEqual([]);
    expect(cluster.kubernetes.writes).toEqual([]);
  });

  it('leaves a table that another run has made anew since it looked', async () => {
    const table = fakeTable({});
    const records = [marked()];
    const read = () => {
      const first = records.shift();
      table.state.id = first ? 'first' : 'second';
      return first ?? marked();
    };
    await expect(run(table, read)).rejects.toThrow(
      /table vault-demo was made anew by another run/,
    );
    expect(table.changes).toEqual([]);
    expect(cluster.kubernetes.writes).toEqual([]);
  });

  it('waits while the run that initialised Vault may still bring its keys', async () => {
    const table = fakeTable({});
    await expect(run(table, marked(new Date().toISOString()))).rejects.toThrow(
      /may still live .* wait until 20/,
    );
    expect(table.changes).toEqual([]);
  });
});
