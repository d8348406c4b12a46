import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LoopbackNetwork } from '../../LoopbackNetwork';
import { runAgent } from './runAgent';

const POD_IP = '10.10.1.20';
const SECRET = 'secret/data/shop';
const CONFIGURATION = {
  exit_after_auth: true,
  vault: { address: 'http://127.0.0.1:8200' },
  auto_auth: {
    method: { config: { role: 'shop', token_path: '/token' } },
  },
  template: [
    {
      contents: `{{ with secret "${SECRET}" }}{{ .Data.data.value }}{{ end }}`,
      destination: '/secrets/shop',
    },
  ],
};

describe('Vault Agent', () => {
  let folder: string;
  let server: Server;
  /** What Vault answers to the reads, one after the other. */
  let answers: { readonly status: number; readonly body: unknown }[];
  let log: string[];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'agent-'));
    writeFileSync(path.join(folder, 'token'), 'jwt');
    log = [];
    server = createServer((request, response) => {
      request.resume();
      const { status, body } = request.url?.endsWith('/login')
        ? { status: 200, body: { auth: { client_token: 'hvs.shop' } } }
        : answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status).end(JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(signal: AbortSignal) {
    const network = new LoopbackNetwork();
    // The address of a TCP server is never a string.
    network.listen(POD_IP, 8200, (server.address() as AddressInfo).port);
    return runAgent(
      {
        env: {},
        hostPath: file => path.join(folder, file),
        log: line => log.push(line),
        namespace: 'shop',
        network,
        podIp: POD_IP,
      },
      CONFIGURATION,
      signal,
    );
  }

  it('reads again what Vault refuses at first, as a mount that is being set up does', async () => {
    answers = [
      { status: 400, body: { errors: ['Waiting for the primary'] } },
      { status: 404, body: { errors: [] } },
      { status: 200, body: { data: { data: { value: 'hunter2' } } } },
    ];
    expect(await start(new AbortController().signal)).toBe(0);
    expect(readFileSync(path.join(folder, 'secrets/shop'), 'utf8')).toBe(
      'hunter2',
    );
    expect(log.filter(line => line.includes('(view)'))).toEqual([
      `[WARN]  agent: (view) vault.read(${SECRET}): Code: 400. Errors: Waiting for the primary (retry attempt 1 after "250ms")`,
      `[WARN]  agent: (view) vault.read(${SECRET}): no secret exists at ${SECRET} (retry attempt 2 after "500ms")`,
    ]);
  });

  it('waits on for what it may not read, until it is stopped', async () => {
    answers = Array.from({ length: 9 }, () => ({
      status: 403,
      body: { errors: ['permission denied'] },
    }));
    await expect(start(AbortSignal.timeout(1_000))).rejects.toThrow(/abort/i);
    expect(log.at(-1)).toContain('permission denied (retry attempt');
    expect(answers.length).toBeLessThan(9);
  });
});
