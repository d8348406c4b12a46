import { VaultServer, type VaultOptions } from './VaultServer';

/** A running Vault server. */
export interface VaultProcess {
  /** The exit code. */
  readonly exited: Promise<number>;
  signal(name: 'TERM' | 'KILL' | 'HUP'): void;
}

/** Starts a Vault server, as the container's command would. */
export function startVault(options: VaultOptions): VaultProcess {
  const dead = new AbortController();
  const stdout = (line: string) => {
    if (!dead.signal.aborted) options.stdout(line);
  };
  let server: VaultServer | undefined;
  let ending = false;
  const { promise: exited, resolve: exit } = deferred<number>();

  const end = (code: number) => {
    dead.abort();
    server?.close();
    exit(code);
  };
  const shutDown = async () => {
    if (ending) return;
    ending = true;
    stdout('==> Vault shutdown triggered');
    await server?.stop();
    end(0);
  };

  VaultServer.start({ ...options, stdout }, dead.signal).then(
    started => {
      server = started;
      if (dead.signal.aborted) server.close();
    },
    (error: Error) => {
      if (dead.signal.aborted) return;
      for (const line of error.message.split('\n')) stdout(line);
      end(1);
    },
  );
  return {
    exited,
    signal(name) {
      if (name === 'KILL') end(137);
      else if (name === 'HUP') server?.reload();
      else shutDown();
    },
  };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}
