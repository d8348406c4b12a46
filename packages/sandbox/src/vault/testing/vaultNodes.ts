import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LoopbackNetwork } from '../../kubelet/LoopbackNetwork';
import { PodAddresses } from '../../kubelet/PodAddresses';
import { podVaultNetwork } from '../../kubelet/runtimes/podVaultNetwork';
import { REAL_TIMING, type VaultTiming } from '../config/timing';
import { startVault, type VaultProcess } from '../startVault';
import type { VaultCloud } from './vaultCloud';

/** An answer as the recordings write it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into bodies of many shapes.
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export interface NodeUnderTest {
  readonly name: string;
  readonly process: VaultProcess;
  readonly log: string[];
  readonly folder: string;
  call(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown },
  ): Promise<Answer>;
  leads(): Promise<boolean>;
}

const TOKEN_FILE = '/var/run/secrets/eks.amazonaws.com/serviceaccount/token';

/** Starts Vault nodes side by side, without TLS as in the recordings. */
export class VaultNodes {
  private readonly root = mkdtempSync(join(tmpdir(), 'vault-nodes-'));
  readonly network = new LoopbackNetwork();
  private readonly addresses = new PodAddresses();
  readonly nodes: NodeUnderTest[] = [];

  constructor(
    private readonly cloud: VaultCloud,
    private readonly timing: VaultTiming = REAL_TIMING,
  ) {}

  async start(name: string, keyId = this.cloud.keyId): Promise<NodeUnderTest> {
    const address = this.addresses.take();
    this.network.name(address, 'vault', name);
    const folder = join(this.root, name);
    const resolveFile = (path: string) => join(folder, path);
    mkdirSync(dirname(resolveFile(TOKEN_FILE)), { recursive: true });
    writeFileSync(resolveFile(TOKEN_FILE), await this.cloud.token());
    const log: string[] = [];
    const process = startVault({
      configuration: configuration(this.cloud.table, keyId),
      hostname: name,
      version: '2.0.4',
      env: {
        AWS_ROLE_ARN: this.cloud.roleArn,
        AWS_WEB_IDENTITY_TOKEN_FILE: TOKEN_FILE,
        AWS_REGION: 'eu-west-1',
        VAULT_API_ADDR: `http://${address}:8200`,
        VAULT_CLUSTER_ADDR: `https://${name}.vault-internal:8201`,
      },
      resolveFile,
      stdout: line => log.push(line),
      network: podVaultNetwork({
        network: this.network,
        podIp: address,
        namespace: 'vault',
        env: {},
      }),
      awsEndpoint: this.cloud.world.aws.url,
      timing: this.timing,
    });
    const call: NodeUnderTest['call'] = async (method, path, options = {}) => {
      const port = this.network.find(address, 8200);
      const response = await fetch(`http://127.0.0.1:${port}/v1/${path}`, {
        method,
        redirect: 'manual',
        headers: options.token ? { 'X-Vault-Token': options.token } : {},
        body:
          options.body === undefined ? undefined : JSON.stringify(options.body),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text ? JSON.parse(text) : '',
      };
    };
    const node: NodeUnderTest = {
      name,
      process,
      log,
      folder,
      call,
      leads: async () =>
        (await call('GET', 'sys/leader').catch(() => undefined))?.body
          .is_self === true,
    };
    this.nodes.push(node);
    let over = false;
    process.exited.then(() => {
      over = true;
    });
    await until(
      () => over || this.network.find(address, 8200) !== undefined,
      `${name} listens`,
    );
    return node;
  }

  async leader(among = this.nodes, limitMs = 60_000): Promise<NodeUnderTest> {
    let found: NodeUnderTest | undefined;
    await until(
      async () => {
        for (const node of among) if (await node.leads()) found = node;
        return found !== undefined;
      },
      'a leader',
      limitMs,
    );
    if (!found) throw new Error('no leader');
    return found;
  }

  async close(): Promise<void> {
    for (const node of this.nodes) node.process.signal('KILL');
    rmSync(this.root, { recursive: true, force: true });
  }
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 60_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

function configuration(table: string, keyId: string): string {
  return `
    listener "tcp" {
      address         = "[::]:8200"
      cluster_address = "[::]:8201"
      tls_disable     = true
    }
    storage "dynamodb" {
      ha_enabled = "true"
      region     = "eu-west-1"
      table      = "${table}"
    }
    seal "awskms" {
      region     = "eu-west-1"
      kms_key_id = "${keyId}"
    }
    disable_mlock = true
  `;
}
