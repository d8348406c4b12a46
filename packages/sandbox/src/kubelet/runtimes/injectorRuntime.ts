import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ContainerExit, ContainerRuntime } from '../ContainerRuntime';
import { answerReview } from './injector/answerReview';
import {
  keepPublished,
  ownCertificate,
  publishCertificate,
} from './injector/ownCertificate';

/** Stands in for vault-k8s: healthy, and its certificate known to the API server, and puts Vault Agent into pods. */
export const injectorRuntime: ContainerRuntime = {
  runs: image => /(^|\/)vault-k8s[:@]/.test(image),
  start: async start => {
    const { certificatePem, privateKeyPem } = await ownCertificate(start);
    await publishCertificate(start, certificatePem);
    const unwatch = keepPublished(start, certificatePem);
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
        unwatch();
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
