import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startTestCluster, TestCluster } from './testing/testCluster';

const CHART: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.0.0\n',
  'values.yaml': 'replicas: 2\nextra: true\n',
  'templates/all.yaml': `
apiVersion: v1
kind: ServiceAccount
metadata: { name: {{ .Release.Name }} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-config, annotations: null }
data:
  a: "1"
  {{- if .Values.extra }}
  extra: "yes"
  {{- end }}
---
apiVersion: v1
kind: Service
metadata: { name: {{ .Release.Name }} }
spec:
  selector: { app: tiny }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: {{ .Release.Name }}-auth }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:auth-delegator" }
subjects: [{ kind: ServiceAccount, name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: {{ .Release.Name }} }
spec:
  serviceName: {{ .Release.Name }}
  replicas: {{ .Values.replicas }}
  podManagementPolicy: Parallel
  updateStrategy: { type: OnDelete }
  selector: { matchLabels: { app: tiny } }
  template:
    metadata: { labels: { app: tiny } }
    spec:
      serviceAccountName: {{ .Release.Name }}
      containers:
        - name: tiny
          image: "tiny:1"
          ports: [{ containerPort: 8080, name: http }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: {{ .Release.Name }} }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: tiny } }
`,
};

jest.setTimeout(60_000);

describe('the real helm', () => {
  let cluster: TestCluster;
  let chart: string;

  beforeAll(async () => {
    cluster = await startTestCluster();
    chart = path.join(cluster.folder, 'tiny');
    await mkdir(path.join(chart, 'templates'), { recursive: true });
    await Promise.all(
      Object.entries(CHART).map(([file, text]) =>
        writeFile(path.join(chart, file), text),
      ),
    );
  });

  afterAll(async () => {
    await cluster.close();
  });

  async function ok(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await cluster.helm(args);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  }

  const upgrade = (...more: string[]) =>
    ok('upgrade', '--install', 'demo', chart, '-n', 'tiny', ...more);

  function versionOf(group: string, plural: string, name: string) {
    return cluster.server.store.get(group, plural, 'tiny', name)?.metadata
      .resourceVersion;
  }

  it('installs and waits until everything is ready', async () => {
    await upgrade('--create-namespace', '--wait', '--timeout', '40s');
    expect(await ok('status', 'demo', '-n', 'tiny')).toContain(
      'STATUS: deployed',
    );
    const budget = cluster.server.store.get(
      'policy',
      'poddisruptionbudgets',
      'tiny',
      'demo',
    );
    expect(budget?.status).toMatchObject({
      expectedPods: 2,
      currentHealthy: 2,
      disruptionsAllowed: 1,
    });
  });

  it('changes nothing when nothing changed', async () => {
    const before = [
      versionOf('', 'configmaps', 'demo-config'),
      versionOf('', 'services', 'demo'),
    ];
    const generation = () =>
      cluster.server.store.get('apps', 'statefulsets', 'tiny', 'demo')?.metadata
        .generation;
    const generationBefore = generation();
    await upgrade();
    expect([
      versionOf('', 'configmaps', 'demo-config'),
      versionOf('', 'services', 'demo'),
    ]).toEqual(before);
    expect(generation()).toBe(generationBefore);
  });

  it('upgrades: changes one field, takes another away', async () => {
    await upgrade('--set', 'replicas=3,extra=false', '--wait');
    const { store } = cluster.server;
    expect(store.get('', 'configmaps', 'tiny', 'demo-config')?.data).toEqual({
      a: '1',
    });
    expect(store.list('', 'pods', 'tiny')).toHaveLength(3);
    expect(await ok('history', 'demo', '-n', 'tiny')).toContain('superseded');
  });

  it('does not take a field over from somebody else', async () => {
    await cluster.kubectl(['scale', 'sts/demo', '--replicas=1', '-n', 'tiny']);
    const { code, stderr } = await cluster.helm([
      ...['upgrade', 'demo', chart, '-n', 'tiny'],
      ...['--set', 'replicas=5,extra=false'],
    ]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/conflict with "kubectl" .*: \.spec\.replicas/);
    await ok(
      ...['upgrade', 'demo', chart, '-n', 'tiny', '--force-conflicts'],
      ...['--set', 'replicas=3,extra=false'],
    );
  });

  it('rolls back', async () => {
    await ok('rollback', 'demo', '1', '-n', 'tiny', '--force-conflicts');
    expect(
      cluster.server.store.get('', 'configmaps', 'tiny', 'demo-config')?.data,
    ).toEqual({ a: '1', extra: 'yes' });
  });

  it('uninstalls all of it', async () => {
    await ok('uninstall', 'demo', '-n', 'tiny', '--wait');
    const { store } = cluster.server;
    expect(store.list('apps', 'statefulsets', 'tiny')).toEqual([]);
    expect(store.list('', 'secrets', 'tiny')).toEqual([]);
    const left = store
      .list('rbac.authorization.k8s.io', 'clusterrolebindings')
      .map(binding => binding.metadata.name);
    expect(left).not.toContain('demo-auth');
    const namesake = await cluster.helm(['list', '-n', 'tiny', '-q']);
    expect(namesake.stdout).toBe('');
  });
});
