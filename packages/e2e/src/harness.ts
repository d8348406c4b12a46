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
import { startSandbox, type Sandbox } from '@vault-eks/sandbox';

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

const AWS_VARIABLES = [
  'AWS_ENDPOINT_URL',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
] as const;

/** Starts a sandbox on free ports and points the product at it by environment and configuration alone. */
export async function startHarness(
  options: { readonly stateFolder?: string } = {},
): Promise<Harness> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-e2e-'));
  const sandbox = await startSandbox({
    ports: 'auto',
    outFolder: folder,
    stateFolder: options.stateFolder,
  });
  const restore = useSandbox(sandbox);
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

function useSandbox({ aws }: Sandbox): () => void {
  const before = AWS_VARIABLES.map(name => [name, process.env[name]] as const);
  AWS_VARIABLES.forEach(name => delete process.env[name]);
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
  process.env.AWS_REGION = aws.region;
  process.env.AWS_ACCESS_KEY_ID = aws.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = aws.secretAccessKey;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  };
}
