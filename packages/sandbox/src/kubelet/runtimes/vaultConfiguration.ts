import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ContainerStart } from '../ContainerRuntime';

const PLACEHOLDERS = [
  'HOST_IP',
  'POD_IP',
  'HOSTNAME',
  'API_ADDR',
  'TRANSIT_ADDR',
  'RAFT_ADDR',
];

const SERVER = /vault server\b[^\n]*-config[= ](\S+)/;

/** The mounted file that the server's configuration is made from; `undefined` when the command starts no server. */
export function configurationSource(
  start: Pick<ContainerStart, 'command'>,
): string | undefined {
  const script = start.command.join(' ');
  const file = SERVER.exec(script)?.[1];
  return file && (copiedTo(file, script) ?? file);
}

/**
 * The HCL that the container's start script ends up with. The chart's script copies the mounted file, fills in
 * the pod's addresses and starts `vault server` with the copy. `undefined` when the command starts no server.
 */
export function vaultConfiguration(start: ContainerStart): string | undefined {
  const script = start.command.join(' ');
  const file = SERVER.exec(script)?.[1];
  if (!file) return undefined;
  const source = copiedTo(file, script);
  if (!source) return readFileSync(start.hostPath(file), 'utf8');
  let configuration = readFileSync(start.hostPath(source), 'utf8');
  for (const name of PLACEHOLDERS) {
    const value = start.env[name];
    if (value && script.includes(name)) {
      configuration = configuration.replaceAll(name, value);
    }
  }
  const copy = start.hostPath(file);
  mkdirSync(path.dirname(copy), { recursive: true });
  writeFileSync(copy, configuration);
  return configuration;
}

function copiedTo(file: string, script: string): string | undefined {
  return new RegExp(`\\bcp\\s+(\\S+)\\s+${file}`).exec(script)?.[1];
}
