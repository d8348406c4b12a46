import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where a connection goes on to. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Carries the bytes of a connection to the target and back, until either side ends. */
export function carry(socket: Socket, target: Target): void {
  const onward = connect(target);
  const cut = () => {
    socket.destroy();
    onward.destroy();
  };
  socket.once('error', cut);
  onward.once('error', cut);
  socket.once('close', () => onward.destroy());
  onward.once('close', () => socket.destroySoon());
  socket.pipe(onward);
  onward.pipe(socket);
}

/** A server that carries each connection to the target; {@link endServer} ends it. */
export function forwarder(target: Target): Server {
  return keepingSockets(createServer(socket => carry(socket, target)));
}

const OPEN = new WeakMap<Server, Set<Socket>>();

/** Remembers a server's connections, so that it can be ended with them. */
export function keepingSockets<S extends Server>(server: S): S {
  const open = new Set<Socket>();
  OPEN.set(server, open);
  server.on('connection', socket => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return server;
}

/** Ends a server and all its connections. */
export async function endServer(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  OPEN.get(server)?.forEach(socket => socket.destroy());
  await closed;
}
