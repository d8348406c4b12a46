import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVaultCloud, type VaultCloud } from './testing/vaultCloud';
import { until, VaultNodes, type NodeUnderTest } from './testing/vaultNodes';

jest.setTimeout(240_000);

describe('three nodes', () => {
  let cloud: VaultCloud;
  let nodes: VaultNodes;
  let root: string;

  beforeAll(async () => {
    cloud = await startVaultCloud();
    nodes = new VaultNodes(cloud);
    for (const name of ['vault-0', 'vault-1', 'vault-2']) {
      await nodes.start(name);
    }
    const [first] = nodes.nodes;
    const init = await first.call('PUT', 'sys/init', {
      body: { recovery_shares: 1, recovery_threshold: 1 },
    });
    root = init.body.root_token;
    await nodes.leader();
    await until(async () => {
      const standbys = await Promise.all(
        nodes.nodes.map(node => node.call('GET', 'sys/health')),
      );
      return standbys.every(({ status }) => status === 200 || status === 429);
    }, 'all unsealed');
  });

  afterAll(async () => {
    await nodes?.close();
    await cloud?.close();
  });

  async function split() {
    const leader = await nodes.leader();
    return { leader, others: nodes.nodes.filter(node => node !== leader) };
  }

  /** The lock as it lies in the table, with what it says of its own end. */
  async function lock() {
    const item = (await cloud.scan()).find(
      ({ Path, Key }) => Path?.S === 'core' && Key?.S === '_lock',
    );
    return (
      item && {
        identity: Buffer.from(item.Identity.B ?? []).toString(),
        expiresMs: Number(item.Expires.N) / 1e6,
      }
    );
  }

  async function restart(node: NodeUnderTest): Promise<void> {
    nodes.nodes.splice(nodes.nodes.indexOf(node), 1);
    const again = await nodes.start(node.name);
    await until(
      async () => (await again.call('GET', 'sys/health')).body.sealed === false,
      'unsealed again',
    );
  }

  it('follows a leader that leaves politely without waiting for its lock', async () => {
    const { leader, others } = await split();
    const before = await lock();
    leader.process.signal('TERM');
    expect(await leader.process.exited).toBe(0);
    // It took its lock with it, so that nobody has to wait.
    expect(before?.identity).toMatch(/./);
    expect((await lock())?.identity).not.toBe(before?.identity);
    await nodes.leader(others);
    expect(leader.log).toContain('==> Vault shutdown triggered');
    // It unseals itself, through its own identity and the seal key.
    await restart(leader);
  });

  it('names a killed leader until its lock has run out, and redirects to it', async () => {
    const { leader, others } = await split();
    const { body: before } = await others[0].call('GET', 'sys/leader');
    leader.process.signal('KILL');
    expect(await leader.process.exited).toBe(137);
    const held = await lock();
    if (!held) throw new Error('Nobody holds the lock');
    const { identity, expiresMs } = held;
    for (const standby of others) {
      const { body } = await standby.call('GET', 'sys/leader');
      expect(body).toEqual({ ...before, is_self: false });
      const health = await standby.call('GET', 'sys/health');
      expect(health.status).toBe(429);
      expect(health.body.ha_connection_healthy).toBe(true);
      const mounts = await standby.call('GET', 'sys/mounts', { token: root });
      expect(mounts.status).toBe(307);
      expect(mounts.headers.get('location')).toBe(
        `${before.leader_address}/v1/sys/mounts`,
      );
      expect(mounts.body).toBe('');
    }
    // The lock lives 15 seconds from its last renewal.
    expect(expiresMs).toBeLessThanOrEqual(Date.now() + 15_000);
    const untilThen: unknown[] = [];
    await until(async () => {
      const answers = await Promise.all(
        others.map(standby => standby.call('GET', 'sys/leader')),
      );
      if (Date.now() < expiresMs) {
        untilThen.push(...answers.map(({ body }) => body));
      }
      return answers.some(({ body }) => body.is_self);
    }, 'a leader after the lock has run out');
    expect(untilThen.length).toBeGreaterThan(0);
    expect(untilThen).toEqual(
      untilThen.map(() => ({ ...before, is_self: false })),
    );
    const next = await nodes.leader(others);
    const { body: after } = await next.call('GET', 'sys/leader');
    expect(Date.parse(after.active_time)).toBeGreaterThanOrEqual(expiresMs);
    expect((await lock())?.identity).not.toBe(identity);
    await restart(leader);
  });

  it('keeps what was written over a fail-over, and its audit devices', async () => {
    const { leader, others } = await split();
    const as = { token: root };
    await leader.call('PUT', 'sys/audit/file', {
      ...as,
      body: { type: 'file', options: { file_path: '/vault/audit/audit.log' } },
    });
    await leader.call('POST', 'sys/mounts/kv', {
      ...as,
      body: { type: 'kv', options: { version: '2' } },
    });
    await leader.call('POST', 'kv/data/a', {
      ...as,
      body: { data: { b: 'c' } },
    });
    expect((await leader.call('PUT', 'sys/step-down', as)).status).toBe(204);
    const next = await nodes.leader(others);
    const read = await next.call('GET', 'kv/data/a', as);
    expect(read.body.data.data).toEqual({ b: 'c' });
    const lines = readFileSync(
      join(next.folder, 'vault/audit/audit.log'),
      'utf8',
    )
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(line => line.type)).toEqual(['request', 'response']);
  });

  it('writes HMAC-SHA256 with the salt of the device in place of secrets', async () => {
    const { leader } = await split();
    const as = { token: root };
    await leader.call('POST', 'kv/data/a', {
      ...as,
      body: { data: { b: 'open sesame' } },
    });
    const hash = await leader.call('POST', 'sys/audit-hash/file', {
      ...as,
      body: { input: 'open sesame' },
    });
    const log = readFileSync(
      join(leader.folder, 'vault/audit/audit.log'),
      'utf8',
    );
    expect(log).toContain(hash.body.hash);
    expect(log).not.toContain('open sesame');
    expect(log).not.toContain(root);
    const other = createHmac('sha256', 'another salt').update('open sesame');
    expect(hash.body.hash).not.toBe(`hmac-sha256:${other.digest('hex')}`);
  });

  it('refuses to seal a standby, and stays sealed until it is started again', async () => {
    const { leader, others } = await split();
    const as = { token: root };
    const standby = await others[0].call('PUT', 'sys/seal', as);
    expect(standby.status).toBe(500);
    expect((await leader.call('PUT', 'sys/seal', as)).status).toBe(204);
    expect((await leader.call('GET', 'sys/health')).status).toBe(503);
    await nodes.leader(others);
    expect((await leader.call('GET', 'sys/health')).body.sealed).toBe(true);
    leader.process.signal('KILL');
    await restart(leader);
  });

  it('does not start with a key that it may not describe', async () => {
    const node = await nodes.start(
      'vault-9',
      '00000000-0000-0000-0000-000000000000',
    );
    expect(await node.process.exited).toBe(1);
    expect(node.log.join('\n')).toMatch(
      /^Error parsing Seal configuration: error fetching AWS KMS wrapping key information: /,
    );
  });
});
