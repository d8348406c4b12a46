import { readFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import { isObject, JsonObject } from '../../../kube/api/json';
import type { ContainerStart } from '../../ContainerRuntime';

/** The API server notes whose fields are whose by the beginning of it. */
const USER_AGENT = 'vault-k8s/v0.0.0 (linux/amd64) kubernetes/$Format';
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Asks the API server as the pod's own service account. */
export async function askApiServer(
  start: Pick<ContainerStart, 'env' | 'hostPath'>,
  request: {
    readonly method: 'GET' | 'PUT' | 'PATCH';
    readonly path: string;
    readonly body?: unknown;
    readonly contentType?: string;
  },
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const { env, hostPath } = start;
  const file = (name: string) =>
    readFileSync(hostPath(`${SERVICE_ACCOUNT}/${name}`), 'utf8');
  const server = `https://${env.KUBERNETES_SERVICE_HOST}:${env.KUBERNETES_SERVICE_PORT}`;
  const dispatcher = new Agent({ connect: { ca: file('ca.crt') } });
  try {
    const answer = await fetch(server + request.path, {
      method: request.method,
      dispatcher,
      signal: AbortSignal.timeout(10_000),
      headers: {
        authorization: `Bearer ${file('token')}`,
        'user-agent': USER_AGENT,
        'content-type': request.contentType ?? 'application/json',
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
    });
    const body: unknown = await answer.json();
    return { status: answer.status, body: isObject(body) ? body : {} };
  } finally {
    await dispatcher.close();
  }
}
