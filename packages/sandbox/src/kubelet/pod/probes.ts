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

function discard(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

async function exec(
  probe: JsonObject,
  target: ProbeTarget,
  signal: AbortSignal,
) {
  const command = stringsOf(at(probe, 'exec', 'command'));
  const streams = { stdout: discard(), stderr: discard() };
  return (await target.running.exec(command, streams, signal)) === 0;
}

function http(
  probe: JsonObject,
  target: ProbeTarget,
  signal: AbortSignal,
): Promise<boolean> {
  const port = portOf(target.container, at(probe, 'httpGet', 'port'));
  const local = port && target.network.find(target.podIp, port);
  if (!local) return Promise.resolve(false);
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
      resolve(status >= 200 && status < 400);
    });
    request.once('error', () => resolve(false));
    request.end();
  });
}

/** Asks once; a probe that takes longer than its timeout has failed. */
export async function runProbe(
  probe: JsonObject,
  target: ProbeTarget,
): Promise<boolean> {
  const signal = AbortSignal.timeout(
    (numberOf(probe.timeoutSeconds) ?? 1) * 1000,
  );
  try {
    if (probe.exec) return await exec(probe, target, signal);
    if (probe.httpGet) return await http(probe, target, signal);
    const port = portOf(target.container, at(probe, 'tcpSocket', 'port'));
    return (
      port !== undefined &&
      target.network.find(target.podIp, port) !== undefined
    );
  } catch {
    return false;
  }
}
