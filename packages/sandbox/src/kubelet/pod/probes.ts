import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Writable } from 'node:stream';
import {
  at,
  isObject,
  JsonObject,
  numberOf,
  stringsOf,
  textOf,
} from '../../kube/api/json';
import type { PodNetwork, RunningContainer } from '../ContainerRuntime';

/** What a probe may look at. */
export interface ProbeTarget {
  readonly running: RunningContainer;
  readonly network: PodNetwork;
  readonly podIp: string;
  readonly container: JsonObject;
}

function portOf(container: JsonObject, port: unknown): number | undefined {
  if (typeof port === 'number') return port;
  const ports = Array.isArray(container.ports) ? container.ports : [];
  const named = ports.find(item => isObject(item) && item.name === port);
  return numberOf(at(named, 'containerPort'));
}

/** As much as the kubelet keeps of what a probe's command says. */
const OUTPUT_BYTES = 10 * 1024;

/** Keeps the beginning of what is written to it. */
function keeping(parts: Buffer[]): Writable {
  let kept = 0;
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      const part = chunk.subarray(0, OUTPUT_BYTES - kept);
      kept += part.length;
      parts.push(part);
      done();
    },
  });
}

async function exec(
  probe: JsonObject,
  target: ProbeTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const command = stringsOf(at(probe, 'exec', 'command'));
  const said: Buffer[] = [];
  const streams = { stdout: keeping(said), stderr: keeping(said) };
  const code = await target.running.exec(command, streams, signal);
  return code === 0 ? undefined : Buffer.concat(said).toString().trim();
}

function refused({ podIp }: ProbeTarget, port: number | undefined): string {
  return `dial tcp ${podIp}:${port}: connect: connection refused`;
}

function http(
  probe: JsonObject,
  target: ProbeTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const port = portOf(target.container, at(probe, 'httpGet', 'port'));
  const local = port && target.network.find(target.podIp, port);
  if (!local) return Promise.resolve(refused(target, port));
  const secure = at(probe, 'httpGet', 'scheme') === 'HTTPS';
  const options = {
    host: '127.0.0.1',
    port: local,
    path: textOf(at(probe, 'httpGet', 'path')) ?? '/',
    signal,
    // As the kubelet: a probe asks whether something answers, not who it is.
    rejectUnauthorized: false,
  };
  return new Promise(resolve => {
    const request = (secure ? httpsRequest : httpRequest)(options, response => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(
        status >= 200 && status < 400
          ? undefined
          : `HTTP probe failed with statuscode: ${status}`,
      );
    });
    request.once('error', error => resolve(error.message));
    request.end();
  });
}

/**
 * Asks once; a probe that takes longer than its timeout has failed.
 *
 * @returns what the kubelet says of a probe that failed, `undefined` of one that passed
 */
export async function runProbe(
  probe: JsonObject,
  target: ProbeTarget,
): Promise<string | undefined> {
  const seconds = numberOf(probe.timeoutSeconds) ?? 1;
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    if (probe.exec) return await exec(probe, target, signal);
    if (probe.httpGet) return await http(probe, target, signal);
    const port = portOf(target.container, at(probe, 'tcpSocket', 'port'));
    return port && target.network.find(target.podIp, port)
      ? undefined
      : refused(target, port);
  } catch (error) {
    if (signal.aborted) return `timed out after ${seconds}s`;
    return error instanceof Error ? error.message : String(error);
  }
}
