import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { kubernetesBinaries } from '../helm';
import type { Sandbox } from '../startSandbox';

/** The real programs, pointed at a sandbox by nothing but its kubeconfig. */
export interface Programs {
  kubectl(...args: string[]): Promise<string>;
  /** With something on standard input, such as a manifest. */
  kubectlWith(input: string, ...args: string[]): Promise<string>;
  helm(...args: string[]): Promise<string>;
  /** Forwards a free local port to the pod's until `close`. */
  forward(
    pod: string,
    port: number,
  ): Promise<{ readonly port: number; close(): void }>;
}

/** Programs for the sandbox's first cluster and one namespace. */
export async function programsFor(
  sandbox: Sandbox,
  options: { readonly namespace: string; readonly folder: string },
): Promise<Programs> {
  const binaries = await kubernetesBinaries();
  const { namespace, folder } = options;
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    KUBECONFIG: sandbox.files.kubeconfig,
  };
  const start = (program: 'helm' | 'kubectl', args: readonly string[]) =>
    spawn(binaries[program], ['--namespace', namespace, ...args], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });

  const run = async (
    program: 'helm' | 'kubectl',
    args: readonly string[],
    input = '',
  ) => {
    const child = start(program, args);
    child.stdin.end(input);
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise(resolve => child.once('close', resolve)),
    ]);
    if (code !== 0) {
      throw new Error(`${program} ${args.join(' ')}: ${stderr || stdout}`);
    }
    return stdout;
  };

  return {
    kubectl: (...args) => run('kubectl', args),
    kubectlWith: (input, ...args) => run('kubectl', args, input),
    helm: (...args) => run('helm', args),
    async forward(pod, port) {
      const child = start('kubectl', [
        'port-forward',
        `pod/${pod}`,
        `:${port}`,
      ]);
      const local = await new Promise<number>((resolve, reject) => {
        let said = '';
        const listen = (chunk: Buffer) => {
          said += chunk.toString();
          const match = /127\.0\.0\.1:(\d+)/.exec(said);
          if (match) resolve(Number(match[1]));
        };
        child.stdout.on('data', listen);
        child.stderr.on('data', listen);
        child.once('close', () => reject(new Error(`port-forward: ${said}`)));
      });
      return { port: local, close: () => child.kill('SIGTERM') };
    },
  };
}
