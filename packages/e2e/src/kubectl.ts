import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { kubernetesBinaries, type Sandbox } from '@vault-eks/sandbox';

type Files = Pick<Sandbox, 'files'>;

async function run(binary: string, { files }: Files, args: readonly string[]) {
  const { stdout } = await promisify(execFile)(binary, args, {
    env: { ...process.env, KUBECONFIG: files.kubeconfig },
    maxBuffer: 64 * 1024 * 1024,
    // One that waits for ever fails the test by its own name.
    timeout: 120_000,
  });
  return stdout;
}

/** Runs the real kubectl as administrator of the sandbox's first cluster, or of the one that `--context` names. */
export async function kubectl(sandbox: Files, ...args: string[]) {
  return run((await kubernetesBinaries()).kubectl, sandbox, args);
}

/** Runs the real helm, on the cluster that kubectl would take. */
export async function helm(sandbox: Files, ...args: string[]) {
  return run((await kubernetesBinaries()).helm, sandbox, args);
}
