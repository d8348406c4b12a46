import { once } from 'node:events';
import { createServer, request } from 'node:https';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse, stringify } from 'yaml';
import { issueServerCertificate } from '../certificates/serverCertificate';
import { loadAuthority } from '../certificates/signingAuthority';
import type { TestCluster } from './testCluster';

/** A listener between the programs and the API server. */
export interface RequestRecorder {
  /** Points a program at the listener. */
  readonly kubeconfig: string;
  /** What has been asked since the last call of this, such as `GET /version -> 200`. */
  take(): string[];
  close(): Promise<void>;
}

/** Passes on every request to the API server, and writes down what was asked and how it was answered. */
export async function recordRequests(
  cluster: TestCluster,
): Promise<RequestRecorder> {
  const ca = cluster.identity.ca.certificatePem;
  const tls = await issueServerCertificate(
    await loadAuthority(cluster.identity.ca),
  );
  let heard: string[] = [];
  const server = createServer(tls, async (incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    const onwards = request(new URL(url, cluster.server.url), {
      method,
      headers,
      ca,
    });
    onwards.on('response', answer => {
      heard.push(`${method} ${url} -> ${answer.statusCode}`);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, outgoing).catch(() => outgoing.destroy());
    });
    onwards.on('error', () => outgoing.destroy());
    await pipeline(incoming, onwards).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const config = parse(await readFile(cluster.kubeconfig, 'utf8'));
  config.clusters[0].cluster.server = `https://127.0.0.1:${port}`;
  const kubeconfig = path.join(cluster.folder, 'kubeconfig-recorded');
  await writeFile(kubeconfig, stringify(config));
  return {
    kubeconfig,
    take() {
      const taken = heard;
      heard = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
