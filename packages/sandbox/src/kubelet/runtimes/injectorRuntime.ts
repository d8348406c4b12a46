import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Agent, fetch } from 'undici';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerStart,
} from '../ContainerRuntime';
import { answerReview } from './injector/answerReview';
import { selfSigned } from './selfSigned';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Writes its certificate into the webhook configuration, as vault-k8s does with automatic TLS. */
async function publishCertificate(
  start: ContainerStart,
  certificatePem: string,
) {
  const { env } = start;
  const token = readFileSync(
    start.hostPath(`${SERVICE_ACCOUNT}/token`),
    'utf8',
  );
  const ca = readFileSync(start.hostPath(`${SERVICE_ACCOUNT}/ca.crt`), 'utf8');
  const server = `https://${env.KUBERNETES_SERVICE_HOST}:${env.KUBERNETES_SERVICE_PORT}`;
  const path = `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/${env.AGENT_INJECT_TLS_AUTO}`;
  const dispatcher = new Agent({ connect: { ca } });
  try {
    const answer = await fetch(server + path, {
      method: 'PATCH',
      dispatcher,
      signal: AbortSignal.timeout(10_000),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json-patch+json',
      },
      body: JSON.stringify([
        {
          op: 'add',
          path: '/webhooks/0/clientConfig/caBundle',
          value: Buffer.from(certificatePem).toString('base64'),
        },
      ]),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.body?.cancel();
  } finally {
    await dispatcher.close();
  }
}

/** Stands in for vault-k8s: healthy, and its certificate known to the API server, and puts Vault Agent into pods. */
export const injectorRuntime: ContainerRuntime = {
  runs: image => /(^|\/)vault-k8s[:@]/.test(image),
  start: async start => {
    const hosts = (start.env.AGENT_INJECT_TLS_AUTO_HOSTS ?? 'localhost').split(
      ',',
    );
    const { certificatePem, privateKeyPem } = await selfSigned(hosts);
    await publishCertificate(start, certificatePem);
    const server = createServer(
      { cert: certificatePem, key: privateKeyPem },
      (request, response) => {
        if (request.url?.startsWith('/mutate')) {
          answerReview(request, response, start.env).catch(() =>
            response.destroy(),
          );
          return;
        }
        const healthy = request.url?.startsWith('/health/');
        response.writeHead(healthy ? 204 : 404).end();
      },
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    // The address of a TCP server is never a string.
    const { port } = server.address() as AddressInfo;
    start.network.listen(start.podIp, 8080, port);
    start.log('Listening on ":8080"...');
    let end: (exit: ContainerExit) => void = () => {};
    const exited = new Promise<ContainerExit>(resolve => {
      end = resolve;
    });
    return {
      exited,
      kill: signal => {
        if (signal === 'HUP') return;
        server.close();
        server.closeAllConnections();
        const killed = signal === 'KILL';
        end({
          exitCode: killed ? 137 : 0,
          reason: killed ? 'Error' : 'Completed',
        });
      },
      exec: async (command, streams) => {
        streams.stderr.write(
          `exec: "${command[0] ?? ''}": executable file not found in $PATH\n`,
        );
        return 127;
      },
    };
  },
};
