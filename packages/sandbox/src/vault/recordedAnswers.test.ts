import recording from './fixtures/vault-1.21.4-answers.json';
import recordedAudit from './fixtures/vault-1.21.4-audit.json';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparable } from './testing/comparable';
import { startVaultCloud, type VaultCloud } from './testing/vaultCloud';
import { until, VaultNodes, type Answer } from './testing/vaultNodes';

jest.setTimeout(90_000);

interface RecordedCall {
  readonly label: string;
  readonly node: string;
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly status: number;
  readonly answer: unknown;
}

const CALLS: readonly RecordedCall[] = recording.calls;

/** Differences that are known and meant. */
const MEANT: Readonly<Record<string, string>> = {
  'after step-down': 'who leads next is a race',
};

function namesOf(body: unknown): unknown {
  return Object.keys(Object(body)).sort();
}

/** Vault leaves empty fields out of `sys/ha-status`, but its audit sees them. */
function withoutEmptyFields(entry: object): unknown {
  return JSON.parse(JSON.stringify(entry), (key, value) =>
    key === 'upgrade_version' || key === 'redundancy_zone' ? undefined : value,
  );
}

describe('against the recording of a real Vault', () => {
  let cloud: VaultCloud;
  let nodes: VaultNodes;
  const answers = new Map<RecordedCall, Answer>();

  beforeAll(async () => {
    cloud = await startVaultCloud();
    nodes = new VaultNodes(cloud);
    for (const name of ['vault-0', 'vault-1', 'vault-2']) {
      await nodes.start(name);
    }
    await replay();
  });

  afterAll(async () => {
    await nodes?.close();
    await cloud?.close();
  });

  async function replay() {
    let root = '';
    let child = '';
    const [first, second, third] = nodes.nodes;
    for (const call of CALLS) {
      if (call.label === 'active' && call.path === 'sys/health') {
        await nodes.leader([first]);
        await until(async () => {
          const healths = await Promise.all(
            [second, third].map(node => node.call('GET', 'sys/health')),
          );
          return healths.every(({ body }) => body.ha_connection_healthy);
        }, 'standbys that hear the leader');
      }
      if (call.label === 'after step-down') {
        await nodes.leader([second, third]);
        await until(
          async () =>
            (await first.call('GET', 'sys/leader')).body.leader_address !== '',
          'the former leader knows the new one',
        );
      }
      const node = nodes.nodes.find(({ name }) => name === call.node);
      if (!node) throw new Error(`no node ${call.node}`);
      const lists = call.method === 'LIST';
      const answer = await node.call(
        // Node's HTTP parser knows no LIST; Vault's own clients send this instead.
        lists ? 'GET' : call.method,
        lists ? `${call.path}?list=true` : call.path,
        { token: tokenFor(call, root, child), body: call.body },
      );
      answers.set(call, answer);
      if (call.label === 'init') root = answer.body.root_token;
      if (call.label === 'token create') child = answer.body.auth.client_token;
    }
  }

  function tokenFor(
    { token, label }: RecordedCall,
    root: string,
    child: string,
  ) {
    if (token === '<root>') return root;
    return token && label !== 'bad token' ? child || 'hvs.none' : token;
  }

  it.each(
    CALLS.map(
      (call, i) =>
        [`${i} ${call.label}: ${call.method} ${call.path}`, call] as const,
    ),
  )('%s', (_, call) => {
    const answer = answers.get(call);
    expect(answer?.status).toBe(call.status);
    const seen = MEANT[call.label] ? namesOf : comparable;
    expect(seen(answer?.body)).toEqual(seen(call.answer));
    expect(answer?.headers.get('cache-control')).toBe('no-store');
    expect(answer?.headers.get('content-type')).toBe('application/json');
  });

  it('makes only the AWS calls that a real Vault makes, as its own role', () => {
    const made = new Set(
      cloud.calls
        .filter(call => call.principalArn?.endsWith(':role/vault'))
        .map(call => `${call.service}:${call.operation}`),
    );
    expect([...made].sort()).toEqual([
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:DescribeTable',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
    ]);
  });

  it('keeps nothing readable in the table', async () => {
    const stored = JSON.stringify(await cloud.scan(), (_, value) =>
      value?.type === 'Buffer' || value instanceof Uint8Array
        ? Buffer.from(value).toString('latin1')
        : value,
    );
    expect(stored).toContain('keyring');
    for (const secret of [
      'not-a-secret-1',
      'not-a-secret-2',
      'pw-for-test',
      'hvs.',
    ]) {
      expect(stored).not.toContain(secret);
    }
  });

  it('writes the audit lines that a real Vault writes', () => {
    const [first] = nodes.nodes;
    const written = readFileSync(
      join(first.folder, 'vault/audit/vault_audit.log'),
      'utf8',
    )
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const identity = (entry: {
      type: string;
      error?: string;
      request: { operation: string; path: string };
    }) =>
      [
        entry.type,
        entry.request.operation,
        entry.request.path,
        entry.error,
      ].join(' ');
    for (const recorded of recordedAudit) {
      const same = written.find(
        entry => identity(entry) === identity(recorded),
      );
      expect(comparable(same ?? identity(recorded))).toEqual(
        comparable(withoutEmptyFields(recorded)),
      );
    }
  });
});
