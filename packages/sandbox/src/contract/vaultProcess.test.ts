import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { vaultProcessOf } from '../kubelet/runtimes/process';
import { startSandbox, type Sandbox } from '../startSandbox';
import { prepareArticle, writeArticleValues } from './articleValues';
import { programsFor, type Programs } from './programs';

jest.setTimeout(240_000);

const PODS = ['vault-0', 'vault-1', 'vault-2'];
const pods = PODS.map(name => `pod/${name}`);
/** The server is the oldest process of that name; a readiness probe is another. */
const SERVER = 'pidof vault | tr " " "\\n" | sort -n | head -n 1';
const vaultProcess = vaultProcessOf(process.env);

// Runs where SANDBOX_VAULT_BINARY names a program, as in `npm run conformance:vault`.
(vaultProcess ? describe : describe.skip)('Vault as a real process', () => {
  let sandbox: Sandbox;
  let programs: Programs;
  let folder: string;
  let caPem: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sandbox-process-'));
    sandbox = await startSandbox({ ports: 'auto', vaultProcess });
    programs = await programsFor(sandbox, { namespace: 'vault', folder });
    caPem = Buffer.from(
      sandbox.clusters[0].certificateAuthority,
      'base64',
    ).toString();
  });

  afterAll(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const inPod = (pod: string, script: string) =>
    programs.kubectl('exec', pod, '--', 'sh', '-c', script);

  const ready = (...names: string[]) =>
    programs.kubectl(
      'wait',
      '--for=condition=Ready',
      ...names,
      '--timeout=90s',
    );

  /** Vault and OpenBao label their pods by their own names. */
  async function leaders(): Promise<string[]> {
    const rows = await Promise.all(
      ['vault', 'openbao'].map(product =>
        programs.kubectl(
          'get',
          'pods',
          '-l',
          `${product}-active=true`,
          '-o',
          'jsonpath={.items[*].metadata.name}',
        ),
      ),
    );
    return rows.join(' ').split(' ').filter(Boolean);
  }

  async function anotherLeader(than: string): Promise<string> {
    for (;;) {
      const other = (await leaders()).find(pod => pod !== than);
      if (other) return other;
      await sleep(250);
    }
  }

  it('starts three processes that run and are not ready', async () => {
    const { kubectl, helm } = programs;
    const prepared = await prepareArticle({ sandbox, programs, caPem });
    const values = await writeArticleValues({
      ...prepared,
      ...{ folder, region: sandbox.aws.region, replicas: PODS.length },
    });
    const repository = ['--repo', sandbox.helmRepository];
    await helm('install', 'vault', 'vault', ...repository, '--values', values);
    await kubectl(
      'wait',
      '--for=jsonpath={.status.phase}=Running',
      ...pods,
      '--timeout=60s',
    );
    await kubectl(
      'wait',
      '--for=jsonpath={.status.containerStatuses[0].state.running}',
      ...pods,
      '--timeout=60s',
    );

    const table = await kubectl('get', 'pods', '-l', 'component=server');
    for (const pod of PODS) {
      expect(table).toMatch(new RegExp(`${pod} +0/1 +Running`));
    }
    expect(await kubectl('logs', 'vault-0')).toMatch(
      /==> (Vault|OpenBao) server configuration/,
    );
  });

  it('is initialised through a forwarded port, and unseals itself', async () => {
    const forwarded = await programs.forward('vault-0', 8200);
    const dispatcher = new Agent({ connect: { ca: caPem } });
    const answer = await fetch(
      `https://127.0.0.1:${forwarded.port}/v1/sys/init`,
      {
        method: 'PUT',
        body: JSON.stringify({ recovery_shares: 5, recovery_threshold: 3 }),
        dispatcher,
      },
    );
    const { recovery_keys_base64: keys } = Object(await answer.json());
    await dispatcher.close();
    forwarded.close();

    expect(keys).toHaveLength(5);
    await ready(...pods);
    expect(await leaders()).toHaveLength(1);
    expect(await inPod('vault-1', 'vault status')).toMatch(/Sealed +false/);
  });

  it("called AWS by the pods' own identity, exchanged at STS", async () => {
    const answer = await fetch(
      `${sandbox.controlUrl}/control/calls?principal=arn:aws:iam::${sandbox.aws.account}:role/vault-role`,
    );
    const { counts } = Object(await answer.json());
    const made = counts.map(
      (count: { service: string; operation: string }) =>
        `${count.service}:${count.operation}`,
    );
    expect(made).toEqual(
      expect.arrayContaining(['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt']),
    );
  });

  it('takes SIGHUP by exec, and goes on as the same process', async () => {
    const { kubectl } = programs;
    const before = await inPod('vault-1', SERVER);
    await inPod('vault-1', `kill -HUP $(${SERVER})`);
    while (!/reload triggered/.test(await kubectl('logs', 'vault-1'))) {
      await sleep(250);
    }
    expect(await inPod('vault-1', SERVER)).toBe(before);
  });

  it('keeps its log, and is led by another, when the leader is killed', async () => {
    const { kubectl } = programs;
    const [first] = await leaders();
    // With raft a standby may lead only when it has voted for a while; with a shared table each may at once.
    const countIn = async (line: RegExp) =>
      [...(await kubectl('logs', first)).matchAll(line)].length;
    while (
      (await countIn(/command=AddVoter/g)) < (await countIn(/=AddNonvoter/g))
    ) {
      await sleep(500);
    }
    await fetch(
      `${sandbox.controlUrl}/control/clusters/platform-prod/pods/vault/${first}/kill`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ signal: 'SIGKILL', holdMs: 25_000 }),
      },
    );
    expect(PODS).toContain(await anotherLeader(first));
    await kubectl(
      'wait',
      '--for=jsonpath={.status.containerStatuses[0].restartCount}=1',
      `pod/${first}`,
      '--timeout=60s',
    );
    await ready(...pods);
    expect(await kubectl('logs', first, '--previous')).toMatch(
      /server configuration/,
    );
  });

  it('ends politely when its pod is deleted, and comes back', async () => {
    const { kubectl } = programs;
    await kubectl('delete', 'pod', 'vault-2');
    await ready('pod/vault-2');
    expect(await inPod('vault-2', 'vault status')).toMatch(/Sealed +false/);
  });

  it('leaves no process behind', async () => {
    const before = serverProcesses(sandbox);
    expect(before).toHaveLength(PODS.length);
    await sandbox.stop();
    expect(serverProcesses(sandbox)).toEqual([]);
  });
});

/** The processes on this machine that serve as Vault in the sandbox's pods. */
function serverProcesses({ clusters }: Pick<Sandbox, 'clusters'>): string[] {
  const { port } = new URL(clusters[0].endpoint);
  const read = (id: string, file: string) => {
    try {
      return readFileSync(`/proc/${id}/${file}`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  return readdirSync('/proc').filter(
    id =>
      /^\d+$/.test(id) &&
      read(id, 'cmdline').slice(0, 2).join(' ') === 'vault server' &&
      read(id, 'environ').includes(`KUBERNETES_SERVICE_PORT=${port}`),
  );
}
