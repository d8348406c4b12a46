import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  closeSync,
} from 'node:fs';
import path from 'node:path';
import { parseHcl } from '../../../vault/config/hcl';
import type { ContainerRuntime } from '../../ContainerRuntime';
import { startAwsGateway } from './AwsGateway';
import { processRuntime } from './processRuntime';

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** A real Vault program for the pods. */
export interface VaultProcess {
  /** HashiCorp's `vault` or OpenBao's `bao`: the program itself, no script that starts it. */
  readonly binary: string;
  /** A file of HCL whose blocks take the place of those of the pods' own configuration, such as `storage`. */
  readonly configuration?: string;
}

/**
 * What `SANDBOX_VAULT_BINARY` and `SANDBOX_VAULT_CONFIG` ask for; `undefined` without the former.
 *
 * @throws Error when this machine cannot run it, with what to do
 */
export function vaultProcessOf(
  env: Readonly<Record<string, string | undefined>>,
): VaultProcess | undefined {
  const { SANDBOX_VAULT_BINARY: binary, SANDBOX_VAULT_CONFIG: configuration } =
    env;
  if (!binary) {
    if (!configuration) return undefined;
    throw new Error(
      'SANDBOX_VAULT_CONFIG is for a real Vault: name its program with SANDBOX_VAULT_BINARY, or leave both out',
    );
  }
  return {
    binary: path.resolve(binary),
    configuration: configuration && path.resolve(configuration),
  };
}

/** Makes ready to run Vault's pods as real processes. */
export async function startVaultProcesses(options: {
  readonly vaultProcess: VaultProcess;
  readonly awsEndpoint: string;
  /** Runs what starts no server. */
  readonly others: ContainerRuntime;
}): Promise<{
  readonly runtime: ContainerRuntime;
  close(): Promise<void>;
}> {
  const { vaultProcess, awsEndpoint, others } = options;
  const { binary, configuration } = vaultProcess;
  checkProgram(binary);
  checkNamespaces();
  const override = configuration && (await readOverride(configuration));
  const aws = await startAwsGateway(awsEndpoint);
  return {
    runtime: processRuntime({ binary, override, aws, others }),
    close: () => aws.close(),
  };
}

function checkProgram(binary: string): void {
  try {
    accessSync(binary, constants.X_OK);
  } catch {
    throw new Error(`SANDBOX_VAULT_BINARY: ${binary} is no program to run`);
  }
  const start = Buffer.alloc(ELF.length);
  const file = openSync(binary, 'r');
  readSync(file, start);
  closeSync(file);
  if (!start.equals(ELF)) {
    throw new Error(
      `SANDBOX_VAULT_BINARY: ${binary} is no Linux program; name the vault or bao program itself, no script that starts it`,
    );
  }
}

/** Tries what each container needs, so that a machine that forbids it is told of once and not by crash-looping pods. */
function checkNamespaces(): void {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  try {
    execFileSync(
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'unshare', ...asRoot],
        ...['--mount', '--pid', '--fork', '--kill-child=KILL', 'true'],
      ],
      { stdio: 'pipe', timeout: 10_000 },
    );
  } catch (error) {
    const said =
      error instanceof Error ? error.message.split('\n').join(' ') : '';
    throw new Error(
      `A real Vault process needs Linux, setpriv and unshare of util-linux 2.34, and the right to make namespaces (root, or unprivileged user namespaces): ${said}`,
    );
  }
}

async function readOverride(file: string): Promise<string> {
  try {
    const text = readFileSync(file, 'utf8');
    await parseHcl(path.basename(file), text);
    return text;
  } catch (error) {
    throw new Error(
      `SANDBOX_VAULT_CONFIG: ${file} cannot be read as HCL: ${
        error instanceof Error ? error.message : String(error)
      }`,
    );
  }
}
