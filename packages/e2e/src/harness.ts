import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigReader, type Config } from '@backstage/config';
import {
  parseSpec,
  type VaultClusterRef,
  type VaultClusterSpec,
  type VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import {
  SEED,
  startSandbox,
  vaultProcessOf,
  type Sandbox,
  type SandboxOptions,
  type SeededCluster,
} from '@vault-eks/sandbox';
import { pointAwsClientsAt } from './awsEnvironment';

/** A sandbox of its own and the product on it. */
export interface Harness {
  readonly sandbox: Sandbox;
  readonly vaultEks: DefaultVaultEks;
  /** The app-config that points at the sandbox. */
  readonly config: Config;
  /** Every line that the product logged. */
  readonly lines: string[];
  /** A spec for the sandbox's first cluster. */
  spec(input?: Partial<VaultClusterSpecInput>): VaultClusterSpec;
  ref(spec: VaultClusterSpec): VaultClusterRef;
  /** Logs into {@link Harness.lines}, and tells `onLine`. */
  logger(onLine?: (line: string) => void): Logger;
  stop(): Promise<void>;
}

/** What the product logs to. */
export interface Logger {
  info(line: string): void;
  warn(line: string): void;
  debug(line: string): void;
}

/** Starts a sandbox on free ports and points the product at it by environment and configuration alone. */
export async function startHarness(
  options: {
    readonly stateFolder?: string;
    /** What is installed in the sandbox's first cluster. */
    readonly addons?: SeededCluster['addons'];
    /** How long the sandbox takes. Default: none. */
    readonly latency?: SandboxOptions['latency'];
    /** One that runs already, such as in a process of its own, and that the other options have no say in. */
    readonly sandbox?: Sandbox;
  } = {},
): Promise<Harness> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-e2e-'));
  const sandbox =
    options.sandbox ??
    (await startSandbox({
      ports: 'auto',
      outFolder: folder,
      stateFolder: options.stateFolder,
      latency: options.latency,
      // By hand, to meet a Vault that nobody here wrote; the built-in server otherwise.
      vaultProcess: vaultProcessOf(process.env),
      seed: {
        ...SEED,
        clusters: SEED.clusters.map((cluster, i) =>
          i === 0 ? { ...cluster, addons: options.addons } : cluster,
        ),
      },
    }));
  const restore = pointAwsClientsAt(sandbox);
  const lines: string[] = [];
  const logger: Harness['logger'] = onLine => {
    const log = (line: string) => {
      lines.push(line);
      onLine?.(line);
    };
    return { info: log, warn: log, debug: log };
  };
  const config = new ConfigReader({
    vaultEks: {
      accounts: [sandbox.aws.account],
      regions: [sandbox.aws.region],
      helm: { repository: sandbox.helmRepository },
    },
  });
  const vaultEks = DefaultVaultEks.create({ config, logger: logger() });
  return {
    sandbox,
    vaultEks,
    config,
    lines,
    logger,
    spec: input =>
      parseSpec({
        cluster: sandbox.clusters[0].name,
        region: sandbox.aws.region,
        account: sandbox.aws.account,
        ...input,
      }),
    ref: ({ cluster, region, namespace, release }) => ({
      account: sandbox.aws.account,
      cluster,
      region,
      namespace,
      release,
    }),
    async stop() {
      await vaultEks.close();
      await sandbox.stop();
      restore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
