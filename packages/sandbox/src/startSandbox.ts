import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAwsServer, Pace, Quotas } from './aws';
import { writeClientFiles, type ClientFiles } from './clientFiles';
import { clusterIdentity } from './clusterIdentity';
import {
  CallLog,
  recordClusterCall,
  InjectedFaults,
  pageUser,
  startControlServer,
} from './control';
import { mirrorVolumes } from './ebsDriver';
import { startHelmRepository } from './helm';
import type { ContainerRuntime } from './kubelet/ContainerRuntime';
import type { PodHost } from './kubelet/PodHost';
import { PodDisturbances } from './interference/PodDisturbances';
import { injectorRuntime } from './kubelet/runtimes/injectorRuntime';
import {
  startVaultProcesses,
  type VaultProcess,
} from './kubelet/runtimes/process';
import { vaultRuntime } from './kubelet/runtimes/vaultRuntime';
import { choosePorts, namingBusyPort } from './ports';
import { SEED, type Seed } from './seed';
import { startCluster } from './startCluster';
import { createStateStore } from './state';
import type { LatencyProfile } from './world';

/** How a sandbox is wanted. */
export interface SandboxOptions {
  /** The fixed ports that the README names, or any free ones. Default: fixed. */
  readonly ports?: 'fixed' | 'auto';
  /** Default: none. */
  readonly latency?: LatencyProfile;
  /** Where the state is kept. Default: in memory. */
  readonly stateFolder?: string;
  /** Where kubeconfig and AWS files are written. Default: a temporary folder that goes with the sandbox. */
  readonly outFolder?: string;
  /** A folder or archive of the chart to serve. Default: the stand-in. */
  readonly vaultChart?: string;
  /** Run Vault's pods as this program instead of the built-in server. */
  readonly vaultProcess?: VaultProcess;
  /** What exists from the start. Default: one account with two clusters. */
  readonly seed?: Seed;
  /** Who runs containers of which images, first match; asked before the sandbox's own. */
  readonly runtimes?: readonly ContainerRuntime[];
  /** Stands in for the logs of pods, where more is wanted than containers write. Default: what they write. */
  readonly podLogs?: PodHost['logs'];
}

/** An EKS cluster as a client finds it. */
export interface SandboxCluster {
  readonly name: string;
  readonly endpoint: string;
  /** PEM in base64, as in a kubeconfig. */
  readonly certificateAuthority: string;
}

/** A running sandbox: where everything is, and how to end it. */
export interface Sandbox {
  readonly aws: {
    readonly endpoint: string;
    readonly region: string;
    readonly account: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  readonly clusters: readonly SandboxCluster[];
  readonly helmRepository: string;
  /** The page for people; the control endpoint is below it at `/control`. */
  readonly controlUrl: string;
  readonly files: ClientFiles;
  stop(): Promise<void>;
}

/** Starts a local AWS with its EKS clusters, a Helm repository and the page. */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
  };
  try {
    return { ...(await start(options, end => ends.push(end))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: SandboxOptions,
  atEnd: (end: () => Promise<void>) => void,
): Promise<Omit<Sandbox, 'stop'>> {
  const { seed = SEED, latency = 'none' } = options;
  const ports = await choosePorts(options.ports ?? 'fixed');
  const state = createStateStore(options.stateFolder);
  atEnd(() => state.close());

  const identities = await Promise.all(
    seed.clusters.map((cluster, i) =>
      clusterIdentity({
        seed,
        cluster,
        endpoint: `https://127.0.0.1:${ports.clusters[i]}`,
        store: state,
      }),
    ),
  );
  const page = pageUser(seed.account);
  const calls = new CallLog(new Set([page.principalArn]));
  const clusterCalls = new CallLog(new Set());
  const faults = new InjectedFaults();
  const disturbances = new PodDisturbances();
  const pace = new Pace(latency);
  const quotas = new Quotas();
  const aws = await namingBusyPort(
    'AWS',
    ports.aws,
    createAwsServer({
      seed,
      clusters: identities,
      state,
      pace,
      quotas,
      port: ports.aws,
      accessKeys: [page],
      faults,
      onCall: call => calls.record(call),
    }),
  );
  atEnd(() => aws.close());

  const builtIn = vaultRuntime({
    awsEndpoint: aws.url,
    disturbances,
    interference: {
      beforeCall: call => faults.beforeCall(call),
      afterCall: (call, status) =>
        recordClusterCall(clusterCalls, call, status),
    },
  });
  const runtimes = [...(options.runtimes ?? []), injectorRuntime, builtIn];
  const { vaultProcess } = options;
  if (vaultProcess) {
    const real = await startVaultProcesses({
      ...{ vaultProcess, awsEndpoint: aws.url, others: builtIn },
    });
    atEnd(() => real.close());
    runtimes.unshift(real.runtime);
  }
  const clusters = [];
  for (const identity of identities) {
    const cluster = await startCluster({
      identity,
      authority: aws,
      state,
      latency,
      faults,
      onCall: (call, status) => recordClusterCall(clusterCalls, call, status),
      pull: image => faults.refusalToPull(image),
      runtimes,
      podLogs: options.podLogs,
      realProcesses: vaultProcess !== undefined,
    });
    atEnd(() => cluster.close());
    const endDriver = mirrorVolumes({
      store: cluster.store,
      cluster: identity,
      volumes: aws.volumes,
    });
    atEnd(async () => endDriver());
    clusters.push(cluster);
  }

  const helm = await startHelmRepository({
    port: ports.helm,
    chart: options.vaultChart,
  });
  atEnd(() => helm.close());

  const access = { endpoint: aws.url, region: seed.region };
  const control = await startControlServer({
    port: ports.control,
    account: seed.account,
    aws: { ...access, credentials: page },
    helmRepository: helm.url,
    clusters,
    faults,
    calls,
    clusterCalls,
    disturbances,
    pace,
    quotas,
    serves: aws.serves,
  });
  atEnd(() => control.close());

  const { accessKeyId, secretAccessKey } = seed.accessKey;
  return {
    aws: { ...access, account: seed.account, accessKeyId, secretAccessKey },
    clusters: identities.map(({ name, endpoint, ca }) => ({
      name,
      endpoint,
      certificateAuthority: Buffer.from(ca.certificatePem).toString('base64'),
    })),
    helmRepository: helm.url,
    controlUrl: control.url,
    files: await writeClientFiles({
      folder: outFolder(options, atEnd),
      aws: { ...access, credentials: { accessKeyId, secretAccessKey } },
      clusters: identities,
    }),
  };
}

function outFolder(
  options: SandboxOptions,
  atEnd: (end: () => Promise<void>) => void,
): string {
  if (options.outFolder) {
    return options.outFolder;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-sandbox-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
