import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, fetch } from 'undici';
import { startSandbox, type Sandbox } from '../startSandbox';
import { prepareArticle, writeArticleValues } from './articleValues';
import { disableKey, trustAnother } from './mishaps';
import { programsFor, type Programs } from './programs';

jest.setTimeout(240_000);

const PODS = ['vault-0', 'vault-1', 'vault-2'];
/** All that a real Vault calls on DynamoDB with awskms. */
const ALLOWED = new Set([
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
const pods = PODS.map(name => `pod/${name}`);

// What a person does by hand with the real programs: the article, with its mistakes corrected.
describe('Vault by hand, with the real kubectl and helm', () => {
  let sandbox: Sandbox;
  let programs: Programs;
  let folder: string;
  let caPem: string;
  let keyId: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sandbox-article-'));
    sandbox = await startSandbox({ ports: 'auto' });
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

  async function leader() {
    return programs.kubectl(
      'get',
      'pods',
      '-l',
      'vault-active=true',
      '-o',
      'jsonpath={.items[*].metadata.name}',
    );
  }

  it('prepares AWS, the namespace, the certificate and the service account', async () => {
    const { kubectl } = programs;
    const prepared = await prepareArticle({ sandbox, programs, caPem });
    keyId = prepared.keyId;
    await writeArticleValues({
      ...prepared,
      ...{ folder, region: sandbox.aws.region, replicas: PODS.length },
    });

    expect(await kubectl('get', 'secret', 'vault-server-tls')).toMatch(
      /Opaque +3 /,
    );
  });

  it('installs the chart: three pods that run and are not ready', async () => {
    const { helm, kubectl } = programs;
    await helm(
      'install',
      'vault',
      'vault',
      '--repo',
      sandbox.helmRepository,
      '--version',
      '0.34.1',
      '--values',
      path.join(folder, 'values.yaml'),
    );
    await kubectl(
      'wait',
      '--for=jsonpath={.status.phase}=Running',
      ...pods,
      '--timeout=60s',
    );

    const table = await kubectl('get', 'pods', '-l', 'component=server');
    for (const pod of PODS) {
      expect(table).toMatch(new RegExp(`${pod} +0/1 +Running`));
    }
    expect(await kubectl('get', 'pvc')).toMatch(/audit-vault-0 +Bound/);
  });

  it('is initialised through a forwarded port, and unseals itself', async () => {
    const { kubectl } = programs;
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
    await kubectl('wait', '--for=condition=Ready', ...pods, '--timeout=60s');
    expect(PODS).toContain(await leader());
    expect(await kubectl('exec', 'vault-1', '--', 'vault', 'status')).toMatch(
      /Sealed +false/,
    );
  });

  async function standby() {
    const names = await programs.kubectl(
      'get',
      'pods',
      '-l',
      'component=server,vault-active!=true',
      '-o',
      'jsonpath={.items[*].metadata.name}',
    );
    return names.split(' ')[0];
  }

  const ready = (pod: string) =>
    programs.kubectl(
      'wait',
      '--for=condition=Ready',
      `pod/${pod}`,
      '--timeout=60s',
    );

  it('crash-loops while its role trusts another service account, and recovers', async () => {
    const { kubectl } = programs;
    const pod = await standby();
    const mend = await trustAnother(sandbox, 'vault-role', 'vault:vault-sa');
    await kubectl('delete', 'pod', pod);
    await kubectl(
      'wait',
      '--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CrashLoopBackOff',
      `pod/${pod}`,
      '--timeout=60s',
    );
    expect(await kubectl('logs', pod, '--previous')).toContain(
      'Error initializing storage of type dynamodb: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    );

    await mend();
    await ready(pod);
  });

  it('stays sealed while its key is disabled, and unseals itself after', async () => {
    const { kubectl } = programs;
    const pod = await standby();
    const mend = await disableKey(sandbox, keyId);
    await kubectl('delete', 'pod', pod);
    await kubectl(
      'wait',
      '--for=jsonpath={.metadata.labels.vault-sealed}=true',
      `pod/${pod}`,
      '--timeout=60s',
    );
    await expect(kubectl('exec', pod, '--', 'vault', 'status')).rejects.toThrow(
      /exit code 2/,
    );
    expect(await kubectl('logs', pod)).toMatch(
      /failed to unseal core: error="fetching stored unseal keys failed: .*DisabledException: .*is disabled/,
    );

    await mend();
    await ready(pod);
  });

  it('has another leader when the first is killed', async () => {
    const first = await leader();
    await fetch(
      `${sandbox.controlUrl}/control/clusters/platform-prod/pods/vault/${first}/kill`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ signal: 'SIGKILL', holdMs: 25_000 }),
      },
    );
    const others = pods.filter(pod => pod !== `pod/${first}`);
    const taken = Promise.any(
      others.map(pod =>
        programs.kubectl(
          'wait',
          '--for=jsonpath={.metadata.labels.vault-active}=true',
          pod,
          '--timeout=60s',
        ),
      ),
    );
    await expect(taken).resolves.toContain('condition met');
  });

  it('made only the calls that its role allows', async () => {
    const answer = await fetch(
      `${sandbox.controlUrl}/control/calls?principal=arn:aws:iam::${sandbox.aws.account}:role/vault-role`,
    );
    const { counts } = Object(await answer.json());
    const made = new Set(
      counts.map(
        (count: { service: string; operation: string }) =>
          `${count.service}:${count.operation}`,
      ),
    );

    expect([...made].filter(call => !ALLOWED.has(String(call)))).toEqual([]);
    expect(
      counts.filter((count: { errorCode?: string }) =>
        count.errorCode?.includes('AccessDenied'),
      ),
    ).toEqual([]);
  });

  const upgrade = (...more: string[]) =>
    programs.helm(
      'upgrade',
      'vault',
      'vault',
      '--repo',
      sandbox.helmRepository,
      '--values',
      path.join(folder, 'values.yaml'),
      '--set',
      'server.ha.replicas=2',
      ...more,
    );

  // As on a real cluster: the injector has put its CA where the chart says there is none.
  it('refuses an upgrade by server-side apply over the injector', async () => {
    await expect(upgrade()).rejects.toThrow(/conflict .*caBundle/);
  });

  it('is upgraded and uninstalled', async () => {
    const { helm, kubectl } = programs;
    await upgrade('--server-side=false');
    expect(await helm('status', 'vault')).toMatch(/REVISION: 3/);
    await kubectl('wait', '--for=delete', 'pod/vault-2', '--timeout=60s');

    await helm('uninstall', 'vault');
    await kubectl('wait', '--for=delete', 'pod/vault-0', '--timeout=60s');
    expect(await kubectl('get', 'pvc')).toMatch(/audit-vault-0/);
  });
});
