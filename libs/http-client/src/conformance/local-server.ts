import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer, Server as TlsServer, type TlsOptions } from 'node:tls';

/** A server on a port of loopback. */
export interface LocalServer {
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  /** Connections that are open now. */
  open(): number;
  /** Of a TLS server: shows another certificate from now on. */
  exchangeCertificate(options: TlsOptions): void;
  close(): Promise<void>;
}

/** Where a server listens. */
export interface Place {
  /** Default: 127.0.0.1. */
  readonly address?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** An HTTP server with the given behaviour. */
export function startServer(listener: RequestListener, place?: Place): Promise<LocalServer> {
  return listen(createServer(listener), place);
}

/** A server below HTTP. With `tls` its connections are handed over after the handshake. */
export function startTcpServer(
  onConnection: (socket: Socket) => void,
  { tls, ...place }: Place & { readonly tls?: TlsOptions } = {},
): Promise<LocalServer> {
  return listen(tls === undefined ? createTcpServer(onConnection) : tlsServer(tls, onConnection), place);
}

function tlsServer(options: TlsOptions, onConnection: (socket: Socket) => void): TcpServer {
  return createTlsServer(options, (socket) => {
    // A client that hangs up is not the server's fault.
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
}

async function listen(
  server: Server | TcpServer,
  { address = '127.0.0.1', port = 0 }: Place = {},
): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.listen(port, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => accepted,
    open: () => sockets.size,
    exchangeCertificate(options) {
      if (server instanceof TlsServer) server.setSecureContext(options);
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
