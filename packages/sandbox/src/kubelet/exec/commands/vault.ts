import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type JsonObject,
  objectOf,
  stringsOf,
  textOf,
} from '../../../kube/api/json';
import type { Command, CommandCall } from '../Shell';
import { tokenHelper, vaultApi } from './vaultApi';
import { fieldOf, pairsOf, valueOf } from './vaultFields';
import { generateRoot } from './vaultGenerateRoot';
import { kvGet, kvPut } from './vaultKv';
import { option, refused, table, words } from './vaultOutput';

/** What `vault status` answers for a sealed or uninitialised Vault; scripts and probes rely on it. */
const SEALED = 2;

/** The `vault` command, as far as people type it by hand. */
export function vaultCommand(version: string): Command {
  return async call => {
    const [verb = '', second = ''] = words(call.args);
    switch (`${verb} ${second}`) {
      case 'operator init':
        return init(call);
      case 'operator generate-root':
        return generateRoot(call);
      case 'audit enable':
        return enableAudit(call);
      case 'audit list':
        return listAudit(call);
      case 'kv get':
        return kvGet(call);
      case 'kv put':
        return kvPut(call);
      default:
    }
    switch (verb) {
      case 'status':
        return status(call);
      case 'login':
        return login(call);
      case 'write':
        return write(call);
      case 'read':
        return read(call, second);
      case 'list':
        return list(call, second);
      case 'version':
      case '-version':
        call.streams.stdout.write(`Vault v${version}\n`);
        return 0;
      default:
        call.streams.stderr.write(
          `vault: the sandbox does not know "vault ${call.args.join(' ')}"\n`,
        );
        return 127;
    }
  };
}

async function status(call: CommandCall): Promise<number> {
  const api = vaultApi(call);
  const seal = (await api('GET', 'sys/seal-status')).body;
  const exitCode = seal.sealed === true ? SEALED : 0;
  const leader =
    seal.sealed === true ? {} : (await api('GET', 'sys/leader')).body;
  if (call.args.includes('-format=json')) {
    call.streams.stdout.write(
      `${JSON.stringify({ ...seal, ...leader }, undefined, 2)}\n`,
    );
    return exitCode;
  }
  const isActive = leader.is_self === true;
  table(
    call,
    ['Key', 'Value'],
    [
      ['Seal Type', seal.type],
      ...(seal.recovery_seal_type
        ? [['Recovery Seal Type', seal.recovery_seal_type]]
        : []),
      ['Initialized', seal.initialized],
      ['Sealed', seal.sealed],
      ['Total Recovery Shares', seal.n],
      ['Threshold', seal.t],
      ...(seal.sealed === true
        ? [
            ['Unseal Progress', `${seal.progress}/${seal.t}`],
            ['Unseal Nonce', 'n/a'],
          ]
        : []),
      ['Version', seal.version],
      ['Build Date', seal.build_date],
      ['Storage Type', seal.storage_type],
      ...(seal.cluster_name
        ? [
            ['Cluster Name', seal.cluster_name],
            ['Cluster ID', seal.cluster_id],
          ]
        : []),
      ['HA Enabled', leader.ha_enabled ?? true],
      ...(seal.sealed === true
        ? []
        : [
            ['HA Cluster', leader.leader_cluster_address || 'n/a'],
            ['HA Mode', isActive ? 'active' : 'standby'],
            isActive
              ? ['Active Since', leader.active_time]
              : ['Active Node Address', leader.leader_address || '<none>'],
          ]),
    ],
  );
  return exitCode;
}

async function init(call: CommandCall): Promise<number> {
  const shares = Number(option(call, 'recovery-shares') ?? 5);
  const threshold = Number(option(call, 'recovery-threshold') ?? 3);
  const answer = await vaultApi(call)('PUT', 'sys/init', {
    recovery_shares: shares,
    recovery_threshold: threshold,
  });
  if (refused(call, answer)) return SEALED;
  const { stdout } = call.streams;
  stringsOf(answer.body.recovery_keys_base64).forEach((key, i) =>
    stdout.write(`Recovery Key ${i + 1}: ${key}\n`),
  );
  stdout.write(
    `\nInitial Root Token: ${answer.body.root_token}\n\nSuccess! Vault is initialized\n\n` +
      `Recovery key initialized with ${shares} key shares and a key threshold of ${threshold}. ` +
      'Please securely distribute the key shares printed above.\n',
  );
  return 0;
}

async function login(call: CommandCall): Promise<number> {
  const given = call.args.includes('-') ? '-' : words(call.args)[1];
  const token = given && (await valueOf(call, given));
  if (!token) throw new Error('Error authenticating: a token is needed');
  const file = call.context.hostPath(tokenHelper(call.context.env));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, token, { mode: 0o600 });
  const answer = await vaultApi(call)('GET', 'auth/token/lookup-self');
  if (refused(call, answer)) return SEALED;
  if (!call.args.includes('-no-print')) {
    call.streams.stdout.write('Success! You are now authenticated.\n');
  }
  return 0;
}

async function enableAudit(call: CommandCall): Promise<number> {
  const [, , type = '', ...pairs] = words(call.args);
  const path = option(call, 'path') ?? type;
  const answer = await vaultApi(call)('PUT', `sys/audit/${path}`, {
    type,
    options: await pairsOf(call, pairs),
  });
  if (refused(call, answer)) return SEALED;
  call.streams.stdout.write(
    `Success! Enabled the ${type} audit device at: ${path}/\n`,
  );
  return 0;
}

async function listAudit(call: CommandCall): Promise<number> {
  const answer = await vaultApi(call)('GET', 'sys/audit');
  if (refused(call, answer)) return SEALED;
  const devices = Object.entries(objectOf(answer.body.data));
  if (devices.length === 0) {
    call.streams.stdout.write('No audit devices are enabled.\n');
    return SEALED;
  }
  table(
    call,
    ['Path', 'Type', 'Description'],
    devices.map(([path, device]) => [
      path,
      objectOf(device).type,
      textOf(objectOf(device).description) || 'n/a',
    ]),
  );
  return 0;
}

async function read(call: CommandCall, path: string): Promise<number> {
  const answer = await vaultApi(call)('GET', path);
  if (answer.status === 404) {
    call.streams.stderr.write(`No value found at ${path}\n`);
    return SEALED;
  }
  if (refused(call, answer)) return SEALED;
  return show(call, answer.body, objectOf(answer.body.data));
}

async function list(call: CommandCall, path: string): Promise<number> {
  const answer = await vaultApi(call)('GET', `${path}?list=true`);
  if (answer.status === 404) {
    call.streams.stderr.write(`No value found at ${path}\n`);
    return SEALED;
  }
  if (refused(call, answer)) return SEALED;
  const keys = stringsOf(objectOf(answer.body.data).keys);
  table(
    call,
    ['Keys'],
    keys.map(key => [key]),
  );
  return 0;
}

/** `vault write <path> name=value …`, or `-` for JSON on standard input. */
async function write(call: CommandCall): Promise<number> {
  const [, path = '', ...fields] = words(call.args);
  const body = call.args.includes('-')
    ? JSON.parse(await valueOf(call, '-'))
    : await pairsOf(call, fields);
  const answer = await vaultApi(call)('PUT', path, body);
  if (refused(call, answer)) return SEALED;
  if (answer.status === 204) {
    call.streams.stdout.write(`Success! Data written to: ${path}\n`);
    return 0;
  }
  const { data, auth } = answer.body;
  return show(call, answer.body, objectOf(data ?? auth));
}

/** What an answer holds, or the one field of it that was asked for. */
function show(call: CommandCall, body: JsonObject, data: JsonObject): number {
  const name = option(call, 'field');
  if (name === undefined) {
    table(call, ['Key', 'Value'], Object.entries(data));
    return 0;
  }
  const value = fieldOf(body, name);
  if (value === undefined) {
    call.streams.stderr.write(`Field "${name}" not present in secret\n`);
    return 1;
  }
  // Without a line break, as to anything that is no terminal.
  call.streams.stdout.write(value);
  return 0;
}
