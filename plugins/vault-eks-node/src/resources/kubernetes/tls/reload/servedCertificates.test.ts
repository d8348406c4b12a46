import { createServer, Server } from 'node:https';
import { AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { createVaultPods } from '../../../../connections/vault';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../../../testing/certificateAuthority';
import { reconcile } from '../../../../engine/reconcile';
import { fakeKubernetes } from '../../../../testing/fakeKubernetes';
import { servedCertificates } from './servedCertificates';

const ctx = { signal: new AbortController().signal, log: () => undefined };
const PODS = ['vault-0', 'vault-1', 'vault-2'];
const SECRET = 'vault-server-tls';

type Pair = { keyPem: string; certificatePem: string };

function podOf(name: string, secretName = SECRET): V1Pod & KubernetesObject {
  return {
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'vault',
      labels: {
        'app.kubernetes.io/name': 'vault',
        'app.kubernetes.io/instance': 'vault',
        component: 'server',
      },
    },
    spec: {
      containers: [],
      volumes: [{ name: 'tls', secret: { secretName } }],
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          ...{ name: 'vault', image: '', imageID: '', restartCount: 0 },
          ready: true,
          state: { running: {} },
        },
      ],
    },
  };
}

describe('servedCertificates', () => {
  let ca: CertificateAuthority;
  let first: Pair;
  let second: Pair;
  const ends: (() => void)[] = [];

  beforeAll(async () => {
    ca = await createCertificateAuthority();
    // One that has expired: that is what a renewal that comes late finds.
    first = await ca.issue(['vault'], -1);
    second = await ca.issue(['vault']);
  });
  afterEach(() => ends.splice(0).forEach(end => end()));

  /** Three processes that serve `first` until they are told to read their file, which `file` says what is in. */
  async function cluster(
    options: {
      file?: (pod: string) => Pair;
      hup?: (pod: string) => number;
      reads?: boolean;
    } = {},
  ) {
    const { file = () => second, hup = () => 0, reads = true } = options;
    const commands: string[] = [];
    const silent = new Set<string>();
    const servers = new Map<string, Server>();
    for (const pod of PODS) {
      const server = createServer({
        key: first.keyPem,
        cert: first.certificatePem,
      });
      const sockets = new Set<Duplex>();
      server.on('connection', socket => sockets.add(socket));
      await new Promise<void>(done => {
        server.listen(0, '127.0.0.1', done);
      });
      ends.push(() => {
        sockets.forEach(socket => socket.destroy());
        server.close();
      });
      servers.set(pod, server);
    }
    const kubernetes = fakeKubernetes({
      caPem: ca.pem,
      portForward: async ({ pod }) => {
        if (silent.has(pod)) {
          throw new Error('no way to it');
        }
        const { port } = servers.get(pod)?.address() as AddressInfo;
        return connect(port, '127.0.0.1');
      },
      exec: async ({ pod, command }) => {
        commands.push(`${pod}: ${command.join(' ')}`);
        if (command[0] === 'sha256sum') {
          const { createHash } = await import('node:crypto');
          const hash = createHash('sha256')
            .update(file(pod).certificatePem)
            .digest('hex');
          return {
            exitCode: 0,
            stdout: `${hash}  ${command[1]}\n`,
            stderr: '',
          };
        }
        const exitCode = hup(pod);
        if (exitCode === 0 && reads) {
          const { keyPem, certificatePem } = file(pod);
          servers
            .get(pod)
            ?.setSecureContext({ key: keyPem, cert: certificatePem });
        }
        return { exitCode, stdout: '', stderr: 'no such process' };
      },
    });
    kubernetes.put(...PODS.map(pod => podOf(pod)), {
      kind: 'Secret',
      metadata: { name: SECRET, namespace: 'vault' },
      data: {
        'vault.key': Buffer.from(second.keyPem).toString('base64'),
        'vault.crt': Buffer.from(second.certificatePem).toString('base64'),
      },
    } as KubernetesObject);
    const resource = servedCertificates({
      kubernetes,
      pods: createVaultPods({
        kubernetes,
        namespace: 'vault',
        release: 'vault',
      }),
      secretName: SECRET,
      times: { syncMs: 60, reloadMs: 60, intervalMs: 10 },
    });
    const stale = async () => (await resource.observe(ctx))?.stale;
    const reload = async () => {
      const observed = await resource.observe(ctx);
      if (observed) {
        await resource.update(ctx, observed, resource.diff(observed));
      }
    };
    return { kubernetes, commands, silent, stale, reload, resource };
  }

  it('has each pod that serves another one read its file again, and sees it served', async () => {
    const { stale, reload, commands } = await cluster();
    expect(await stale()).toEqual(PODS);
    await reload();
    expect(await stale()).toEqual([]);
    expect(commands.filter(line => line.includes('kill -HUP'))).toHaveLength(3);
  });

  it('leaves the pods alone that serve it already', async () => {
    const { reload, commands } = await cluster();
    await reload();
    const before = commands.length;
    await reload();
    expect(commands).toHaveLength(before);
  });

  it('takes no ready pod that is silent for one that serves it, and reloads it once it answers', async () => {
    const { silent, kubernetes, resource } = await cluster();
    silent.add('vault-1');
    setTimeout(() => silent.delete('vault-1'), 200);
    const settle = { timeoutMs: 20_000, firstDelayMs: 20, maxDelayMs: 50 };
    const { observed, outcome } = await reconcile(resource, ctx, settle);
    expect(outcome).toBe('updated');
    expect(observed).toMatchObject({ stale: [], silent: [] });

    silent.add('vault-1');
    const changes = resource.diff(
      (await resource.observe(ctx)) ?? { stale: [], silent: [] },
    );
    expect(changes).toMatchObject([{ field: 'vault-1', pending: true }]);
    expect(`${await resource.waiting?.explain(ctx, changes)}`).toMatch(
      /Pod vault-1 .* is ready, but shows no certificate/,
    );
    const starting = podOf('vault-1');
    starting.status?.containerStatuses?.forEach(status => {
      status.ready = false;
    });
    kubernetes.put(starting);
    expect(await resource.observe(ctx)).toMatchObject({ silent: [] });
  });

  it('waits for the file before it tells anybody', async () => {
    const { reload, commands } = await cluster({
      file: pod => (pod === 'vault-1' ? first : second),
    });
    await expect(reload()).rejects.toThrow(
      /secret vault\/vault-server-tls did not reach .*\/vault\.crt in pod vault-1 within/,
    );
    expect(commands).not.toContain('vault-1: sh -c kill -HUP $(pidof vault)');
  });

  it('tells that nobody could be told', async () => {
    const { reload } = await cluster({ hup: () => 1 });
    await expect(reload()).rejects.toThrow(
      /could not be told .*kill -HUP ended with 1: no such process/,
    );
  });

  it('tells that Vault goes on with the older one', async () => {
    const { reload } = await cluster({ reads: false });
    await expect(reload()).rejects.toThrow(
      /was told to read it, but serves another one; see why in kubectl logs -n vault vault-/,
    );
  });

  it('has nothing to do with pods that mount another secret, and with none', async () => {
    const { kubernetes, stale } = await cluster();
    kubernetes.put(...PODS.map(pod => podOf(pod, 'corporate-tls')));
    expect(await stale()).toEqual([]);
    PODS.forEach(pod => kubernetes.objects.delete(`Pod/vault/${pod}`));
    expect(await stale()).toEqual([]);
  });
});
