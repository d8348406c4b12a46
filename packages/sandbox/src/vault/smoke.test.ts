import { startVaultCloud, type VaultCloud } from './testing/vaultCloud';
import { VaultNodes } from './testing/vaultNodes';

jest.setTimeout(60_000);
describe('smoke', () => {
  let cloud: VaultCloud;
  let nodes: VaultNodes;
  afterAll(async () => {
    await nodes?.close();
    await cloud?.close();
  });
  it('runs', async () => {
    cloud = await startVaultCloud();
    nodes = new VaultNodes(cloud);
    const [a, b] = [await nodes.start('vault-0'), await nodes.start('vault-1')];
    console.log((await a.call('GET', 'sys/health')).body, a.log.join('\n'));
    const init = await a.call('PUT', 'sys/init', {
      body: { recovery_shares: 5, recovery_threshold: 3 },
    });
    console.log(init.status, init.body, a.log.slice(-6));
    const leader = await nodes.leader();
    const t = { token: init.body.root_token };
    await new Promise(r => setTimeout(r, 5000));
    for (const [m, p, body] of [
      ['GET', 'sys/health'],
      ['GET', 'sys/seal-status'],
      [
        'PUT',
        'sys/audit/file',
        { type: 'file', options: { file_path: '/vault/audit/a.log' } },
      ],
      [
        'PUT',
        'sys/audit/stdout',
        { type: 'file', options: { file_path: 'stdout' } },
      ],
      ['POST', 'sys/mounts/kv', { type: 'kv', options: { version: '2' } }],
      ['POST', 'kv/data/a/b', { data: { x: 'secret!' } }],
      ['GET', 'kv/data/a/b'],
      ['GET', 'sys/ha-status'],
      ['LIST', 'sys/policies/acl'],
    ] as [string, string, unknown?][]) {
      const r = await b.call(m, p, { ...t, body });
      console.log(m, p, r.status, JSON.stringify(r.body).slice(0, 600));
    }
    console.log(
      leader.name,
      leader.log.join('\n'),
      '\n---\n',
      b.log.join('\n'),
    );
    const count: Record<string, number> = {};
    for (const c of cloud.calls)
      count[JSON.stringify(c)] = (count[JSON.stringify(c)] ?? 0) + 1;
    console.log(Object.keys(count).slice(-8));
  });
});
