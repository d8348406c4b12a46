import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { fetch } from 'undici';
import { makeServerRequest } from './testing/makeServerRequest';
import { startTestCluster, TestCluster } from './testing/testCluster';

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: demo }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: "nginx:1"
          env: [{ name: A, value: "1" }]
`;

const STATEFUL_SET = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: demo }
spec:
  serviceName: store
  replicas: 3
  podManagementPolicy: Parallel
  updateStrategy: { type: OnDelete }
  selector: { matchLabels: { app: store } }
  template:
    metadata: { labels: { app: store } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - labelSelector: { matchLabels: { app: store } }
              topologyKey: kubernetes.io/hostname
      containers: [{ name: store, image: "store:1" }]
  volumeClaimTemplates:
    - metadata: { name: audit }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: gp2
        resources: { requests: { storage: 1Gi } }
`;

jest.setTimeout(60_000);

describe('the real kubectl', () => {
  let cluster: TestCluster;
  let web: Server;

  beforeAll(async () => {
    cluster = await startTestCluster();
    web = createServer((request, response) => {
      let size = 0;
      request.on('data', chunk => {
        size += chunk.length;
      });
      request.on('end', () => response.end(`${size} ${'x'.repeat(300_000)}`));
    });
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const address = web.address();
    if (typeof address === 'object' && address) cluster.forwardTo(address.port);
    await ok(['create', 'namespace', 'demo']);
    await ok(['apply', '-f', '-'], DEPLOYMENT);
    await ok(['rollout', 'status', '-n', 'demo', 'deploy/web']);
  });

  afterAll(async () => {
    web.closeAllConnections();
    web.close();
    await cluster.close();
  });

  async function ok(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await cluster.kubectl(args, input);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  }

  it('gets nodes and pods as tables', async () => {
    const nodes = await ok(['get', 'nodes', '--no-headers']);
    expect(nodes.trim().split('\n')).toHaveLength(
      cluster.identity.nodes.length,
    );
    const pods = await ok(['get', 'pods', '-n', 'demo']);
    expect(pods).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\nweb-\S+ +1\/1/);
  });

  it('describes a pod with what the server gave it', async () => {
    const described = await ok([
      'describe',
      'pod',
      '-n',
      'demo',
      '-l',
      'app=web',
    ]);
    expect(described).toMatch(
      /Tolerations: +node\.kubernetes\.io\/not-ready:NoExecute op=Exists for 300s\n +node\.kubernetes\.io\/unreachable:NoExecute op=Exists for 300s/,
    );
  });

  it('finds what EKS put there by its labels', async () => {
    const found = async (kind: string, labels: string) =>
      (
        await ok(['get', kind, '-n', 'kube-system', '-l', labels, '-o', 'name'])
      ).trim();
    expect(await found('service', 'k8s-app=kube-dns')).toBe('service/kube-dns');
    expect(await found('deployment', 'k8s-app=kube-dns')).toBe(
      'deployment.apps/coredns',
    );
    expect(await found('deployment', 'app=ebs-csi-controller')).toBe(
      'deployment.apps/ebs-csi-controller',
    );
  });

  it('describes a service whose port has no name', async () => {
    await ok(['expose', '-n', 'demo', 'deploy/web', '--name=web', '--port=80']);
    expect(await ok(['describe', 'service', 'web', '-n', 'demo'])).toMatch(
      /Endpoints: +10\.\S+:80/,
    );
  });

  it('creates a deployment from an image', async () => {
    await ok([
      'create',
      'deployment',
      'shop',
      '-n',
      'demo',
      '--image=shop:1',
      '--port=8080',
      '--',
      'serve',
    ]);
    await ok(['rollout', 'status', '-n', 'demo', 'deploy/shop']);
    const container = JSON.parse(
      await ok([
        'get',
        'deploy/shop',
        '-n',
        'demo',
        '-o',
        'jsonpath={.spec.template.spec.containers[0]}',
      ]),
    );
    expect(container).toMatchObject({
      image: 'shop:1',
      command: ['serve'],
      ports: [{ containerPort: 8080 }],
    });
    await ok(['delete', 'deploy/shop', '-n', 'demo']);
  });

  it('asks as another user, and is answered for that user', async () => {
    const canI = (...as: string[]) =>
      cluster.kubectl(['auth', 'can-i', 'get', 'pods', '-n', 'demo', ...as]);
    expect((await canI()).stdout).toBe('yes\n');
    const account = 'system:serviceaccount:demo:default';
    expect((await canI(`--as=${account}`)).stdout).toBe('no\n');
    await ok([
      'create',
      'role',
      'reader',
      '-n',
      'demo',
      '--verb=get',
      '--resource=pods',
    ]);
    await ok([
      'create',
      'rolebinding',
      'reader',
      '-n',
      'demo',
      '--role=reader',
      '--serviceaccount=demo:default',
    ]);
    expect((await canI(`--as=${account}`)).stdout).toBe('yes\n');
  });

  it('applies twice, and the second time changes nothing', async () => {
    expect(await ok(['apply', '-f', '-'], DEPLOYMENT)).toContain('unchanged');
    const changed = DEPLOYMENT.replace('nginx:1', 'nginx:2');
    expect(await ok(['apply', '-f', '-'], changed)).toContain('configured');
    const image = '{.spec.template.spec.containers[0].image}';
    expect(
      await ok(['get', 'deploy/web', '-n', 'demo', '-o', `jsonpath=${image}`]),
    ).toBe('nginx:2');
  });

  it('is told of an unknown field', async () => {
    const { code, stderr } = await cluster.kubectl(
      ['apply', '-f', '-'],
      DEPLOYMENT.replace('replicas: 2', 'replcas: 2'),
    );
    expect(code).toBe(1);
    expect(stderr).toContain(
      'strict decoding error: unknown field "spec.replcas"',
    );
  });

  it('waits for a condition', async () => {
    const waited = await ok([
      ...['wait', '--for=condition=Available', 'deploy/web'],
      ...['-n', 'demo', '--timeout=20s'],
    ]);
    expect(waited).toContain('condition met');
  });

  it('follows logs', async () => {
    const child = spawn(
      cluster.binaries.kubectl,
      ['logs', '-n', 'demo', 'deploy/web', '-f', '--tail=1'],
      { env: cluster.env },
    );
    let seen = '';
    for await (const chunk of child.stdout) {
      seen += chunk;
      if (seen.includes('later')) break;
    }
    child.kill();
    expect(seen).toMatch(/ three\nlater\n$/);
  });

  it('execs, with both outputs, an exit code and stdin', async () => {
    const exec = ['exec', '-i', '-n', 'demo', 'deploy/web', '--'];
    expect(await cluster.kubectl([...exec, 'echo', 'hi'])).toMatchObject({
      code: 0,
      stdout: 'echo hi\n',
      stderr: expect.stringContaining('to stderr'),
    });
    expect((await cluster.kubectl([...exec, 'false'])).code).toBe(3);
    expect(await ok([...exec, 'cat'], 'over stdin')).toBe('over stdin');
    const elsewhere = await cluster.kubectl([
      ...['exec', '-n', 'demo', 'deploy/web', '-c', 'nope', '--', 'ls'],
    ]);
    expect(elsewhere.stderr).toMatch(
      /^Error from server \(BadRequest\): container nope is not valid for pod web-\S+\n$/,
    );
  });

  it('forwards a port, both ways and more than a window', async () => {
    const child = spawn(
      cluster.binaries.kubectl,
      ['port-forward', '-n', 'demo', 'deploy/web', ':80'],
      { env: cluster.env },
    );
    // Read to the end: kubectl dies when nobody takes what it says.
    const port = await new Promise<string>((resolve, reject) => {
      let said = '';
      const hear = (chunk: unknown) => {
        said += String(chunk);
        const [, found] = /127\.0\.0\.1:(\d+)/.exec(said) ?? [];
        if (found) resolve(found);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(said)));
    });
    const body = 'y'.repeat(2_000_000);
    const answers = await Promise.all(
      [1, 2, 3].map(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          body,
        });
        return answer.text();
      }),
    );
    child.kill();
    expect(answers).toEqual(
      Array.from({ length: 3 }, () => `2000000 ${'x'.repeat(300_000)}`),
    );
  });

  it('asks what it may do', async () => {
    expect(await ok(['auth', 'can-i', '*', '*'])).toBe('yes\n');
    const viewer = ['--context', 'viewer', 'auth', 'can-i'];
    expect((await cluster.kubectl([...viewer, 'get', 'pods'])).stdout).toBe(
      'yes\n',
    );
    expect((await cluster.kubectl([...viewer, 'create', 'pods'])).stdout).toBe(
      'no\n',
    );
    const refused = await cluster.kubectl([
      ...['--context', 'nobody', 'get', 'pods'],
    ]);
    expect(refused.stderr).toContain(
      'cannot list resource "pods" in API group "" in the namespace "default"',
    );
  });

  it('gets a certificate by a CSR', async () => {
    const { privateKey, requestPem } = await makeServerRequest([
      { type: 'dns', value: 'vault.demo.svc' },
      { type: 'ip', value: '127.0.0.1' },
    ]);
    const request = Buffer.from(requestPem).toString('base64');
    const object = (name: string, usages: string) => `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: ${name} }
spec:
  request: ${request}
  signerName: beta.eks.amazonaws.com/app-serving
  usages: [${usages}]
`;
    await ok(
      ['apply', '-f', '-'],
      object('good', 'digital signature, key encipherment, server auth'),
    );
    await ok(['apply', '-f', '-'], object('bad', 'client auth'));
    expect(await ok(['get', 'csr', 'good'])).toContain('Pending');
    await ok(['certificate', 'approve', 'good', 'bad']);
    await ok([
      ...['wait', 'csr/good', '--timeout=20s'],
      '--for=jsonpath={.status.certificate}',
    ]);
    await ok(['wait', 'csr/bad', '--for=condition=Failed', '--timeout=20s']);
    const encoded = await ok([
      ...['get', 'csr', 'good', '-o', 'jsonpath={.status.certificate}'],
    ]);
    const certificate = new X509Certificate(Buffer.from(encoded, 'base64'));
    const ca = new X509Certificate(cluster.identity.ca.certificatePem);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.subjectAltName).toBe(
      'DNS:vault.demo.svc, IP Address:127.0.0.1',
    );
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.checkPrivateKey(privateKey)).toBe(true);
  });

  it('runs a StatefulSet on claims and on nodes of its own', async () => {
    const file = path.join(cluster.folder, 'set.yaml');
    await writeFile(file, STATEFUL_SET);
    await ok(['apply', '-f', file]);
    await ok([
      ...['wait', 'pod', '-n', 'demo', '-l', 'app=store'],
      ...['--for=condition=Ready', '--timeout=20s'],
    ]);
    const nodes = await ok([
      ...['get', 'pods', '-n', 'demo', '-l', 'app=store', '-o'],
      'jsonpath={range .items[*]}{.spec.nodeName}{"\\n"}{end}',
    ]);
    expect(new Set(nodes.trim().split('\n')).size).toBe(3);
    const claims = await ok([
      ...['get', 'pvc', '-n', 'demo', '-o'],
      'jsonpath={range .items[*]}{.metadata.name}={.status.phase} {end}',
    ]);
    expect(claims.trim()).toBe(
      'audit-store-0=Bound audit-store-1=Bound audit-store-2=Bound',
    );
    expect(await ok(['rollout', 'history', 'sts/store', '-n', 'demo'])).toMatch(
      /REVISION +CHANGE-CAUSE\n1 +<none>/,
    );
    await ok(['delete', 'pod', 'store-1', '-n', 'demo']);
    await ok([
      ...['wait', 'pod/store-1', '-n', 'demo', '--for=create'],
      '--timeout=20s',
    ]);
  });

  it('deletes a namespace with all that is in it', async () => {
    await ok(['delete', 'namespace', 'demo', '--timeout=30s']);
    expect(cluster.server.store.list('', 'pods', 'demo')).toEqual([]);
    expect(cluster.server.store.list('apps', 'deployments', 'demo')).toEqual(
      [],
    );
  });
});
