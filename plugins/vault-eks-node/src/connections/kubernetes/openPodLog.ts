import { Readable } from 'node:stream';
import { Dispatcher, request } from 'undici';
import { kubernetesError } from './kubernetesError';
import type { PodLogRequest } from './KubernetesConnection';

/** What the log stream needs. */
export interface PodLogOptions {
  readonly endpoint: string;
  readonly token: () => Promise<string>;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Opens `pods/log`. The client's own `Log` pipes without an end and hides the API server's reason, so the one GET is
 * made here.
 */
export async function openPodLog(
  log: PodLogRequest,
  options: PodLogOptions,
): Promise<Readable> {
  const url = new URL(
    `/api/v1/namespaces/${log.namespace}/pods/${log.pod}/log`,
    options.endpoint,
  );
  const query = {
    container: log.container,
    follow: log.follow ? 'true' : undefined,
    tailLines: log.tailLines,
    sinceTime: log.sinceTime?.toISOString(),
    limitBytes: log.limitBytes,
  };
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      url.searchParams.set(name, String(value));
    }
  }
  const answer = await request(url, {
    dispatcher: options.dispatcher,
    headers: { authorization: `Bearer ${await options.token()}` },
    signal: options.signal,
    // A followed log of a quiet pod says nothing for hours, not even its headers.
    headersTimeout: log.follow ? 0 : options.timeoutMs,
    bodyTimeout: log.follow ? 0 : options.timeoutMs,
  });
  if (answer.statusCode === 204) {
    // A pod that has no node yet.
    await answer.body.dump();
    return Readable.from([]);
  }
  if (answer.statusCode !== 200) {
    throw kubernetesError({
      status: answer.statusCode,
      body: await answer.body.text(),
      request: `GET ${url.pathname}`,
    });
  }
  // Destroyed before its end it emits an error, which must not end the process when nobody listens any more.
  answer.body.on('error', () => undefined);
  return answer.body;
}
