import { PodDisturbances } from '../../interference/PodDisturbances';
import {
  REAL_TIMING,
  startVault,
  type VaultInterference,
  type VaultTiming,
} from '../../vault';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerStart,
  RunningContainer,
} from '../ContainerRuntime';
import { FILE_COMMANDS } from '../exec/commands/files';
import { SYSTEM_COMMANDS } from '../exec/commands/system';
import { vaultCommand } from '../exec/commands/vault';
import { Shell } from '../exec/Shell';
import { agentConfiguration, runAgent } from './agent/runAgent';
import { commandProcess } from './commandProcess';
import { podVaultNetwork } from './podVaultNetwork';
import { reachFrom } from './reachFrom';
import { vaultConfiguration } from './vaultConfiguration';

/** Runs Vault's image with the sandbox's own Vault server, inside this process. */
export function vaultRuntime(options: {
  /** Where the pods' AWS calls go. */
  readonly awsEndpoint: string;
  readonly timing?: VaultTiming;
  /** What goes wrong with requests to Vault. */
  readonly interference?: VaultInterference;
  /** What is wrong with the machines under the pods. */
  readonly disturbances?: PodDisturbances;
}): ContainerRuntime {
  return {
    runs: image => /(^|\/)vault(-enterprise)?[:@]/.test(image),
    start: async start => {
      const version = /:v?([^:@/]+?)(-ent)?$/.exec(start.image)?.[1] ?? '2.0.4';
      // The shell signals the very process that may run in it.
      const own: { process?: Pick<RunningContainer, 'kill'> } = {};
      const shell = new Shell(
        new Map([
          ...FILE_COMMANDS,
          ...SYSTEM_COMMANDS,
          ['vault', vaultCommand(version)] as const,
        ]),
        {
          env: start.env,
          mounts: start.mounts,
          hostPath: path => start.hostPath(path),
          reach: reachFrom(start),
          kill: signal => own.process?.kill(signal),
        },
      );
      const process = processOf(start, shell, version, options);
      own.process = process;
      return {
        exited: process.exited,
        kill: signal => process.kill(signal),
        exec: (command, streams, signal) =>
          shell.exec(command, streams, signal),
      };
    },
  };
}

/** What the container's command starts: a server, an agent, or something that runs to its end. */
function processOf(
  start: ContainerStart,
  shell: Shell,
  version: string,
  options: Parameters<typeof vaultRuntime>[0],
): Pick<RunningContainer, 'exited' | 'kill'> {
  const configuration = vaultConfiguration(start);
  if (configuration !== undefined) {
    return vaultContainer(start, configuration, version, options);
  }
  const agent = agentConfiguration(start);
  return commandProcess(start, (streams, signal) =>
    agent
      ? runAgent(start, agent, signal)
      : shell.exec(start.command, streams, signal),
  );
}

function vaultContainer(
  start: ContainerStart,
  configuration: string,
  version: string,
  options: Parameters<typeof vaultRuntime>[0],
): Pick<RunningContainer, 'exited' | 'kill'> {
  const { disturbances = new PodDisturbances() } = options;
  const server = startVault({
    configuration,
    env: start.env,
    hostname: start.env.HOSTNAME ?? start.pod,
    version,
    resolveFile: path => start.hostPath(path),
    stdout: line => start.log(line),
    network: podVaultNetwork(start),
    awsEndpoint: options.awsEndpoint,
    interference: options.interference,
    isFull: file => disturbances.isFull(file),
    timing: {
      ...(options.timing ?? REAL_TIMING),
      now: () => disturbances.now(start.namespace, start.pod),
    },
  });
  return {
    exited: server.exited.then(
      (exitCode): ContainerExit => ({
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
      }),
    ),
    kill: signal => server.signal(signal),
  };
}
