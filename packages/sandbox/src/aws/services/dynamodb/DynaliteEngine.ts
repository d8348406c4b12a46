import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import dynalite from 'dynalite';
import { Pool } from 'undici';
import { AwsError } from '../../AwsError';
import type { WireRequest, WireResponse } from '../../wire/Protocol';

interface Instance {
  readonly server: Server;
  readonly pool: Pool;
}

/** The data plane: one dynalite a region, in this process, reached over loopback with bodies untouched. */
export class DynaliteEngine {
  private readonly instances = new Map<string, Promise<Instance>>();

  constructor(
    private readonly options: {
      /** Where tables live; in memory when left out. */
      readonly folder: string | undefined;
      /** How long a table takes to be made, changed or deleted, asked anew each time. */
      readonly settleMilliseconds: () => number;
    },
  ) {}

  /** Passes a client's request on as it is. */
  async forward(request: WireRequest, region: string): Promise<WireResponse> {
    return this.send(region, request.headers['x-amz-target'], request.body);
  }

  /** Makes a call of the sandbox's own; dynalite's errors become AwsErrors. */
  async call<T extends object>(
    region: string,
    operation: string,
    input: object,
  ): Promise<T> {
    const { status, body } = await this.send(
      region,
      `DynamoDB_20120810.${operation}`,
      JSON.stringify(input),
    );
    const answer = JSON.parse(body.toString());
    if (status !== 200) {
      const type = String(answer.__type);
      throw new AwsError(
        type.slice(type.indexOf('#') + 1),
        answer.message ?? answer.Message ?? '',
        status,
      );
    }
    return answer;
  }

  async close(): Promise<void> {
    for (const starting of this.instances.values()) {
      const { server, pool } = await starting;
      // dynalite throws outside of any request when its store closes under one.
      await pool.close();
      await new Promise<void>(resolve => server.close(() => resolve()));
    }
  }

  private async send(
    region: string,
    target: string,
    body: string | Buffer,
  ): Promise<{
    status: number;
    headers: Record<string, string>;
    body: Buffer;
  }> {
    const { pool } = await this.instance(region);
    const response = await pool.request({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        'x-amz-date': '20200101T000000Z',
        // Who calls has been proven by now; dynalite only wants to see a well-formed header.
        authorization:
          'AWS4-HMAC-SHA256 Credential=sandbox/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body,
    });
    const headers: Record<string, string> = {};
    for (const name of ['content-type', 'x-amz-crc32', 'x-amzn-requestid']) {
      const value = response.headers[name];
      if (typeof value === 'string') {
        headers[name] = value;
      }
    }
    return {
      status: response.statusCode,
      headers,
      body: Buffer.from(await response.body.arrayBuffer()),
    };
  }

  private instance(region: string): Promise<Instance> {
    const running = this.instances.get(region) ?? this.start(region);
    this.instances.set(region, running);
    return running;
  }

  private async start(region: string): Promise<Instance> {
    const { folder, settleMilliseconds } = this.options;
    const home = folder && path.join(folder, 'dynamodb', region);
    if (home) {
      mkdirSync(home, { recursive: true, mode: 0o700 });
    }
    const server = dynalite({
      path: home,
      get createTableMs() {
        return settleMilliseconds();
      },
      get deleteTableMs() {
        return settleMilliseconds();
      },
      get updateTableMs() {
        return settleMilliseconds();
      },
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('dynalite has no port');
    }
    return {
      server,
      pool: new Pool(`http://127.0.0.1:${address.port}`, {
        connections: 16,
        headersTimeout: 30_000,
        bodyTimeout: 30_000,
      }),
    };
  }
}
