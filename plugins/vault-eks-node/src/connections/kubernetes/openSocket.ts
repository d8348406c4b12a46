import { ServiceUnavailableError } from '@backstage/errors';
import type { KubeConfig } from '@kubernetes/client-node';
import { scrubSecrets } from '../scrubSecrets';
import { timeLimit } from '../timeLimit';

type ClientModule = typeof import('@kubernetes/client-node');
/** The WebSocket that the client opens. */
export type Socket = Awaited<
  ReturnType<InstanceType<ClientModule['Exec']>['handler']['connect']>
>;

/** What both streams need. */
export interface SocketOptions {
  readonly client: Pick<ClientModule, 'Exec'>;
  readonly config: KubeConfig;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The client opens WebSockets without a limit of time; this closes one that comes too late. */
export async function openSocket(
  what: string,
  opening: Promise<Socket>,
  options: SocketOptions,
): Promise<Socket> {
  const limit = timeLimit(options.timeoutMs, options.signal);
  return await new Promise<Socket>((resolve, reject) => {
    const giveUp = () => {
      reject(
        options.signal.aborted
          ? options.signal.reason
          : new ServiceUnavailableError(
              `${what} did not open within ${options.timeoutMs} ms`,
            ),
      );
      opening.then(
        socket => socket.close(),
        () => undefined,
      );
    };
    if (limit.aborted) {
      giveUp();
      return;
    }
    limit.addEventListener('abort', giveUp, { once: true });
    opening.then(
      socket => {
        limit.removeEventListener('abort', giveUp);
        resolve(socket);
      },
      (failure: { message?: string }) => {
        limit.removeEventListener('abort', giveUp);
        reject(
          new ServiceUnavailableError(
            scrubSecrets(`${what} failed: ${failure?.message ?? 'no reason'}`),
          ),
        );
      },
    );
  });
}
