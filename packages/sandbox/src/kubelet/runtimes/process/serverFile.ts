import { isIP } from 'node:net';
import { blocks, parseHcl } from '../../../vault/config/hcl';
import type { JsonObject } from '../../../vault/util/json';

/** A Vault server's configuration as its process gets it. */
export interface ServerFile {
  /** JSON, which Vault takes as it takes HCL. */
  readonly text: string;
  /** Ports of the pod at which it answers clients. */
  readonly ports: readonly number[];
  /** Names of AWS that it says. */
  readonly awsNames: readonly string[];
}

/**
 * Changes only what a network namespace of its own would: listeners on all addresses, or on loopback, take the pod's
 * address. Blocks of `override` take the place of those of the same kind.
 */
export async function serverFile(options: {
  readonly text: string;
  readonly podIp: string;
  readonly override?: string;
}): Promise<ServerFile> {
  const { text, podIp, override } = options;
  const document: JsonObject = {
    ...(await parseHcl('server.hcl', text)),
    ...(override === undefined ? {} : await parseHcl('override.hcl', override)),
  };
  const listeners = blocks(document, 'listener').map(({ label, fields }) => ({
    [label]: label === 'tcp' ? ofPod(fields, podIp) : fields,
  }));
  const rewritten: Record<string, unknown> = {
    ...document,
    listener: listeners,
  };
  for (const kind of [
    'storage',
    'ha_storage',
    'seal',
    'service_registration',
  ]) {
    const found = blocks(document, kind);
    if (found.length === 0) continue;
    rewritten[kind] = Object.fromEntries(
      found.map(({ label, fields }) => [label, fields]),
    );
  }
  const json = JSON.stringify(rewritten, undefined, 2);
  return {
    text: json,
    ports: blocks(document, 'listener')
      .filter(({ label }) => label === 'tcp')
      .map(({ fields }) => portOf(String(fields.address ?? ':8200'))),
    awsNames: [
      ...json.matchAll(/https:\/\/([a-z0-9.-]+\.amazonaws\.com)/g),
    ].map(([, name]) => name),
  };
}

function ofPod(fields: JsonObject, podIp: string): JsonObject {
  const address = String(fields.address ?? '127.0.0.1:8200');
  return {
    ...fields,
    address: moved(address, podIp),
    cluster_address: moved(
      String(fields.cluster_address ?? `:${portOf(address) + 1}`),
      podIp,
    ),
  };
}

/** `[::]:8200` as `127.0.1.10:8200`. */
function moved(address: string, podIp: string): string {
  const host = address.slice(0, address.lastIndexOf(':')).replace(/[[\]]/g, '');
  const own =
    host === '' ||
    host === '::' ||
    host === '0.0.0.0' ||
    host === '::1' ||
    host === 'localhost' ||
    (isIP(host) === 4 && host.startsWith('127.'));
  return own ? `${podIp}:${portOf(address)}` : address;
}

function portOf(address: string): number {
  return Number(/:(\d+)$/.exec(address)?.[1] ?? 0);
}
