import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { LogRequest } from '../../kubelet/PodHost';
import { badRequest } from '../api/ApiError';
import { at, objectsOf, textOf } from '../api/json';
import type { Call } from '../http/KubeApi';
import { isOn } from '../http/RequestInfo';
import { sendError } from '../http/responses';
import { anyPodOf, containerOf, hostOf } from './containers';

/** How long a source that has nothing to say yet may still refuse with an error of its own. */
const REFUSAL_WINDOW_MS = 20;

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw badRequest(
      `PodLogOptions "" is invalid: ${name}: Invalid value: ${text}: must be greater than or equal to 0`,
    );
  }
  return value;
}

/** Reads the options of `pods/log`. */
export function logRequestOf(
  query: URLSearchParams,
  container: string,
): LogRequest {
  const sinceTime = query.get('sinceTime');
  return {
    container,
    follow: isOn(query, 'follow'),
    tailLines: wholeNumber(query, 'tailLines'),
    sinceTime: sinceTime === null ? undefined : new Date(sinceTime),
    sinceSeconds: wholeNumber(query, 'sinceSeconds'),
    timestamps: isOn(query, 'timestamps'),
    limitBytes: wholeNumber(query, 'limitBytes'),
    previous: isOn(query, 'previous'),
  };
}

/** Answers `pods/log`. */
export function streamLogs(call: Call, response: ServerResponse): void {
  const { info } = call;
  const pod = anyPodOf(call);
  const container = containerOf(pod, info.query.get('container'));
  const options = logRequestOf(info.query, container);
  if (!at(pod, 'spec', 'nodeName')) {
    // No node, no kubelet to ask: the API server answers with nothing at all.
    response.writeHead(204).end();
    return;
  }
  const status = objectsOf(at(pod, 'status', 'containerStatuses')).find(
    item => item.name === container,
  );
  const waiting = textOf(at(status, 'state', 'waiting', 'reason'));
  if (waiting === 'ContainerCreating' && !options.previous) {
    throw badRequest(
      `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${waiting}`,
    );
  }
  const ended = new AbortController();
  response.on('close', () => ended.abort());
  const source = openLogs(call, pod.metadata.name, options, ended.signal);
  const begin = () => {
    if (response.headersSent || ended.signal.aborted) return;
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    source.pipe(response);
  };
  setTimeout(begin, REFUSAL_WINDOW_MS);
  source.once('readable', begin);
  source.once('end', begin);
  source.on('error', error => {
    if (ended.signal.aborted) return;
    sendError(response, badRequest(error.message));
  });
}

function openLogs(
  call: Call,
  pod: string,
  options: LogRequest,
  signal: AbortSignal,
): Readable {
  try {
    return hostOf(call).logs(call.info.namespace ?? '', pod, options, signal);
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}
