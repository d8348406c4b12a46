import { createServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
import { limitedHandler } from './limitedHandler';

describe('limitedHandler', () => {
  const waiting: ServerResponse[] = [];
  let most = 0;
  let served = 0;
  const server = createServer((_request, response) => {
    waiting.push(response);
    most = Math.max(most, waiting.length);
  });
  let port: number;

  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const request = () =>
    new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port });

  const until = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };

  async function serve(count: number) {
    for (let n = 0; n < count; n++) {
      await until(() => waiting.length > 0);
      waiting.shift()?.end();
      served += 1;
    }
  }

  it('sends so many at once and no more, and all of them in the end', async () => {
    const handler = limitedHandler(new NodeHttpHandler(), 3);
    const answers = Array.from({ length: 10 }, () => handler.handle(request()));
    await until(() => waiting.length === 3);
    await serve(10);
    const statuses = (await Promise.all(answers)).map(
      ({ response }) => response.statusCode,
    );
    expect(statuses).toEqual(Array(10).fill(200));
    expect(most).toBe(3);
    handler.destroy();
  });

  it('lets those who abort leave the queue, and never sends what they wanted', async () => {
    const handler = limitedHandler(new NodeHttpHandler(), 1);
    const first = handler.handle(request());
    await until(() => waiting.length === 1);
    const controller = new AbortController();
    const second = handler.handle(request(), {
      abortSignal: controller.signal,
    });
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    served = 0;
    await serve(1);
    await first;
    const third = handler.handle(request());
    await serve(1);
    await third;
    expect(served).toBe(2);
    expect(waiting).toHaveLength(0);
    handler.destroy();
  });
});
