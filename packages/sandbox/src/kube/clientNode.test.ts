import { once } from 'node:events';
import { connect, createServer as createTcpServer, Server } from 'node:net';
import { PassThrough } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
import { startTestCluster, TestCluster } from './testing/testCluster';

jest.setTimeout(30_000);

describe('the Kubernetes client for JavaScript', () => {
  let cluster: TestCluster;
  let client: typeof import('@kubernetes/client-node');
  let config: KubeConfig;
  let echo: Server;

  beforeAll(async () => {
    cluster = await startTestCluster();
    client = await import('@kubernetes/client-node');
    config = new client.KubeConfig();
    config.loadFromFile(cluster.kubeconfig);
    echo = createTcpServer(socket => socket.pipe(socket));
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    if (typeof address === 'object' && address) cluster.forwardTo(address.port);
    await cluster.kubectl(['create', 'namespace', 'demo']);
    await config.makeApiClient(client.CoreV1Api).createNamespacedPod({
      namespace: 'demo',
      body: {
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'c', image: 'i:1' }] },
      },
    });
    await cluster.kubectl([
      ...['wait', 'pod/p', '-n', 'demo', '--for=condition=Ready'],
    ]);
  });

  afterAll(async () => {
    echo.close();
    await cluster.close();
  });

  it('reads typed objects and refusals', async () => {
    const core = config.makeApiClient(client.CoreV1Api);
    const pods = await core.listNamespacedPod({ namespace: 'demo' });
    expect(pods.items[0].status?.phase).toBe('Running');
    await expect(
      core.readNamespacedSecret({ namespace: 'demo', name: 'none' }),
    ).rejects.toMatchObject({ code: 404 });
  });

  it('applies on the server side', async () => {
    const objects = client.KubernetesObjectApi.makeApiClient(config);
    const applied = await objects.patch(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'cm', namespace: 'demo' },
      },
      undefined,
      undefined,
      'tester',
      true,
      client.PatchStrategy.ServerSideApply,
    );
    expect(applied.metadata?.name).toBe('cm');
  });

  it('watches', async () => {
    const seen: string[] = [];
    const watch = new client.Watch(config);
    const done = new PassThrough();
    const request = await watch.watch(
      '/api/v1/namespaces/demo/configmaps',
      { fieldSelector: 'metadata.name=watched' },
      type => {
        seen.push(type);
        if (type === 'DELETED') done.end();
      },
      () => done.end(),
    );
    const core = config.makeApiClient(client.CoreV1Api);
    await core.createNamespacedConfigMap({
      namespace: 'demo',
      body: { metadata: { name: 'watched' } },
    });
    await core.deleteNamespacedConfigMap({
      namespace: 'demo',
      name: 'watched',
    });
    done.resume();
    await once(done, 'end');
    request.abort();
    expect(seen).toEqual(['ADDED', 'DELETED']);
  });

  it('reads logs', async () => {
    const output = new PassThrough();
    const lines: string[] = [];
    output.on('data', chunk => lines.push(String(chunk)));
    await new client.Log(config).log('demo', 'p', 'c', output, {
      tailLines: 2,
    });
    await once(output, 'end');
    expect(lines.join('')).toBe('p two\np three\n');
  });

  it('execs', async () => {
    const output = new PassThrough();
    let text = '';
    output.on('data', chunk => {
      text += chunk;
    });
    const status = await new Promise<{ status?: string }>((resolve, reject) => {
      new client.Exec(config)
        .exec('demo', 'p', 'c', ['echo'], output, null, null, false, resolve)
        .catch(reject);
    });
    expect(status.status).toBe('Success');
    expect(text).toBe('echo\n');
  });

  it('forwards a port', async () => {
    const forward = new client.PortForward(config);
    const local = createTcpServer(socket => {
      void forward.portForward('demo', 'p', [8200], socket, null, socket);
    });
    local.listen(0, '127.0.0.1');
    await once(local, 'listening');
    const address = local.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const socket = connect(port, '127.0.0.1');
    socket.write('over the wire');
    const [answer] = await once(socket, 'data');
    socket.destroy();
    local.close();
    expect(String(answer)).toBe('over the wire');
  });
});
