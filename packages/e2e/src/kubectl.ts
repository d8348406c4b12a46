import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { kubernetesBinaries, type Sandbox } from '@vault-eks/sandbox';

/** Runs the real kubectl as administrator of the sandbox's first cluster, or of the one in `--context`. */
export async function kubectl(
  { files }: Pick<Sandbox, 'files'>,
  ...args: string[]
): Promise<string> {
  const binaries = await kubernetesBinaries();
  const { stdout } = await promisify(execFile)(binaries.kubectl, args, {
    env: { ...process.env, KUBECONFIG: files.kubeconfig },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}
