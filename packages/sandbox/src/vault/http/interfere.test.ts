import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { HttpFault } from '../../interference/HttpFault';
import { interfere, type VaultCall } from './interfere';

describe('interfere', () => {
  let server: Server;
  let fault: HttpFault | undefined;
  let served: number;
  const before: VaultCall[] = [];
  const after: [VaultCall, number][] = [];

  beforeAll(async () => {
    server = createServer(
      interfere(
        {
          beforeCall: call => {
            before.push(call);
            return fault;
          },
          afterCall: (call, status) => after.push([call, status]),
        },
        (_, response) => {
          served += 1;
          response.writeHead(200).end('{}');
        },
      ),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  beforeEach(() => {
    served = 0;
    fault = undefined;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = (timeoutMs = 5_000) => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}/v1/sys/health?standbyok=true`, {
      headers: { 'x-vault-request': 'true' },
      signal: AbortSignal.timeout(timeoutMs),
    });
  };

  it('names a call by method and path, before and after', async () => {
    const call = {
      service: 'vault',
      operation: 'GET sys/health',
      principal: 'client',
    };
    await (await ask()).text();

    expect(before.at(-1)).toEqual(call);
    expect(after.at(-1)).toEqual([call, 200]);
  });

  it('answers in the form of Vault instead', async () => {
    fault = { status: 503, code: '', message: 'Vault is sealed' };
    const answer = await ask();

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ errors: ['Vault is sealed'] });
    expect(served).toBe(0);
  });

  it.each([
    ['drop', 0, /fetch failed/],
    ['drop-response', 1, /fetch failed/],
    ['timeout', 0, /timeout/],
    ['hold-response', 1, /timeout/],
  ] as const)('lets a call meet %s', async (kind, effects, message) => {
    fault = kind;

    await expect(ask(500)).rejects.toThrow(message);
    expect(served).toBe(effects);
  });
});
