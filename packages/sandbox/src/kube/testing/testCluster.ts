import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { clusterIdentity } from '../../clusterIdentity';
import { kubernetesBinaries } from '../../helm/binaries';
import { SEED } from '../../seed';
import { MemoryStateStore } from '../../state';
import type { AwsAuthority, ClusterIdentity } from '../../world';
import { createKubeServer, KubeServer } from '../createKubeServer';
import { fakePodHost, runFakePods } from './fakePods';

const POLICY = 'arn:aws:eks::aws:cluster-access-policy/';
const ACCOUNT = '111122223333';

/** Tokens are `k8s-aws-v1.<name>`; only these names have an access entry. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  admin: [`${POLICY}AmazonEKSClusterAdminPolicy`],
  viewer: [`${POLICY}AmazonEKSViewPolicy`],
  nobody: [],
};

const AUTHORITY: AwsAuthority = {
  verifyEksToken: async token => {
    const name = token.slice('k8s-aws-v1.'.length);
    if (!name) throw new Error('no name');
    const arn = `arn:aws:iam::${ACCOUNT}:user/${name}`;
    return { account: ACCOUNT, arn, userId: 'AIDAEXAMPLE' };
  },
  accessOf: (_cluster, arn) => {
    const policies = POLICIES[arn.split('/')[1]];
    return policies && { username: arn, groups: [], policies };
  },
};

/** What a program did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A cluster for tests, and the real programs pointed at it. */
export interface TestCluster {
  readonly identity: ClusterIdentity;
  readonly server: KubeServer;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly binaries: { readonly helm: string; readonly kubectl: string };
  /** Environment that keeps the programs' own files in the test's folder. */
  readonly env: NodeJS.ProcessEnv;
  kubectl(args: readonly string[], input?: string): Promise<Outcome>;
  helm(args: readonly string[]): Promise<Outcome>;
  /** Points port-forwards at a local port. */
  forwardTo(port: number): void;
  close(): Promise<void>;
}

/** Starts an API server whose pods are fakes. */
export async function startTestCluster(
  options: Pick<ClusterIdentity, 'addons'> = {},
): Promise<TestCluster> {
  const store = new MemoryStateStore();
  const [cluster] = SEED.clusters;
  const identity = await clusterIdentity({
    seed: SEED,
    cluster: { ...cluster, ...options },
    endpoint: 'https://127.0.0.1:0',
    store,
  });
  const server = await createKubeServer({
    identity,
    authority: AUTHORITY,
    state: store,
    latency: 'none',
  });
  const stopPods = runFakePods(server.store);
  let target = 0;
  server.setPodHost(fakePodHost(() => target));
  const folder = await mkdtemp(path.join(tmpdir(), 'kube-test-'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  await writeFile(kubeconfig, stringify(kubeconfigFor(server.url, identity)));
  const binaries = await kubernetesBinaries();
  const env = {
    ...process.env,
    HOME: folder,
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: path.join(folder, 'cache'),
  };
  return {
    identity,
    server,
    folder,
    kubeconfig,
    binaries,
    env,
    kubectl: (args, input) => run(binaries.kubectl, args, env, input),
    helm: args => run(binaries.helm, args, env),
    forwardTo: port => {
      target = port;
    },
    close: async () => {
      stopPods();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function kubeconfigFor(url: string, identity: ClusterIdentity): object {
  const ca = Buffer.from(identity.ca.certificatePem).toString('base64');
  const names = Object.keys(POLICIES);
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'admin',
    clusters: [
      {
        name: 'test',
        cluster: { server: url, 'certificate-authority-data': ca },
      },
    ],
    users: names.map(name => ({
      name,
      user: { token: `k8s-aws-v1.${name}` },
    })),
    contexts: names.map(name => ({
      name,
      context: { cluster: 'test', user: name },
    })),
  };
}

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input?: string,
): Promise<Outcome> {
  return new Promise(resolve => {
    const child = execFile(
      program,
      [...args],
      { env, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? Number(error.code ?? 1) : 0;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
