import { once } from 'node:events';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerStart,
  RunningContainer,
} from '../../ContainerRuntime';
import { portOf } from '../../loopback/claimLoopback';
import { endServer, forwarder } from '../../loopback/forward';
import { configurationSource } from '../vaultConfiguration';
import type { AwsGateway } from './AwsGateway';
import { execBeside } from './execBeside';
import { awsNames, hostsFile } from './hostsFile';
import { launch } from './launch';
import { findBelow } from './processTree';
import { layRoot, TRUST_FILE, writeHosts } from './rootFolder';
import { serverFile } from './serverFile';

/** What Vault's pods run as. */
export interface ProcessRuntimeOptions {
  /** The program: HashiCorp's `vault` or OpenBao's `bao`. */
  readonly binary: string;
  /** HCL whose blocks take the place of those of the pod's own configuration. */
  readonly override?: string;
  readonly aws: AwsGateway;
  /** Runs what starts no server: an agent, a command. */
  readonly others: ContainerRuntime;
}

/** Runs Vault's image as a real process, in namespaces of its own that stand in for the container. */
export function processRuntime(
  options: ProcessRuntimeOptions,
): ContainerRuntime {
  const { others } = options;
  return {
    runs: image => others.runs(image),
    probesAtMostEveryMs: 1_000,
    start: async start =>
      configurationSource(start) === undefined
        ? others.start(start)
        : startServer(start, options),
  };
}

async function startServer(
  start: ContainerStart,
  { binary, override, aws }: ProcessRuntimeOptions,
): Promise<RunningContainer> {
  const { network, podIp, namespace } = start;
  const folder = start.hostPath('/');
  mkdirSync(folder, { recursive: true });
  const root = realpathSync(folder);
  const source = configurationSource(start) ?? '';
  const file = await serverFile({
    text: readFileSync(start.hostPath(source), 'utf8'),
    podIp,
    override,
  });
  const binds = layRoot({ root, binary, start, trust: aws.caPem });
  const configuration = path.join(root, '.server.json');
  writeFileSync(configuration, file.text, { mode: 0o600 });
  const env = environmentOf(start);
  const names = [...awsNames(regionsOf(env)), ...file.awsNames];
  const tellNames = () =>
    writeHosts(
      root,
      hostsFile({
        namespace,
        pods: network.hosts(namespace),
        headless: headlessOf(env),
        apiServer: network.apiServer ?? '127.0.0.1',
        aws: { address: aws.address, names: [...names, ...namesIn(env)] },
      }),
    );
  tellNames();
  const forget = network.onNames(tellNames);
  const ports = await Promise.all(
    file.ports.map(async port => {
      const server = forwarder({ host: podIp, port });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      network.listen(podIp, port, portOf(server));
      return server;
    }),
  );

  const { outer, first } = launch({
    root,
    binds: [...binds, { from: configuration, to: source }],
    command: start.command,
    env,
  });
  for (const stream of [outer.stdout, outer.stderr]) {
    if (stream) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', line =>
        start.log(line),
      );
    }
  }
  const exited = exitOf(outer).finally(async () => {
    forget();
    await Promise.all(ports.map(endServer));
  });
  return {
    exited,
    exec: async (...call) => {
      const pid = await first;
      if (pid === undefined) throw new Error('the container has ended');
      return execBeside(pid, env, call);
    },
    kill: signal => {
      const server = outer.pid && findBelow(outer.pid, 'vault');
      if (server) send(server, signal);
      if (signal === 'KILL' || (!server && signal === 'TERM')) {
        outer.kill('SIGKILL');
      }
    },
  };
}

async function exitOf(
  outer: ReturnType<typeof launch>['outer'],
): Promise<ContainerExit> {
  // `close` comes when all output has been read.
  const [code]: (number | null)[] = await Promise.race([
    once(outer, 'close'),
    once(outer, 'error').then(([error]) => Promise.reject(error)),
  ]);
  const exitCode = code ?? 137;
  return { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' };
}

function send(pid: number, signal: 'TERM' | 'KILL' | 'HUP'): void {
  try {
    process.kill(pid, `SIG${signal}`);
  } catch {
    // It ended in the same moment.
  }
}

/** The container's environment; loopback is the pod's own address. */
function environmentOf(
  start: Pick<ContainerStart, 'env' | 'podIp'>,
): Record<string, string> {
  const { env, podIp } = start;
  const address = new URL(env.VAULT_ADDR ?? 'https://127.0.0.1:8200');
  const loopback = /^(127\..*|localhost|\[::1\])$/.test(address.hostname);
  return {
    ...env,
    ...(loopback && {
      VAULT_ADDR: `${address.protocol}//${podIp}:${address.port || 8200}`,
      // What certificates say of loopback.
      VAULT_TLS_SERVER_NAME: env.VAULT_TLS_SERVER_NAME ?? 'localhost',
    }),
    SSL_CERT_FILE: TRUST_FILE,
  };
}

function regionsOf(env: Readonly<Record<string, string>>): string[] {
  return [
    env.AWS_REGION,
    env.AWS_DEFAULT_REGION,
    env.AWS_DYNAMODB_REGION,
  ].filter(Boolean);
}

/** Names of AWS in the environment, such as those of VPC endpoints. */
function namesIn(env: Readonly<Record<string, string>>): string[] {
  return Object.values(env)
    .map(value => /^https:\/\/([a-z0-9.-]+\.amazonaws\.com)/.exec(value)?.[1])
    .filter(name => name !== undefined);
}

/** The headless Service in `https://vault-0.vault-internal:8201`. */
function headlessOf(env: Readonly<Record<string, string>>): string | undefined {
  return /^https?:\/\/[^.:/]+\.([^.:/]+)/.exec(
    env.VAULT_CLUSTER_ADDR ?? '',
  )?.[1];
}
