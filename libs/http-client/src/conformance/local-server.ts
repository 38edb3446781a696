import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import type { SelfSignedCertificate } from './self-signed-certificate.ts';

/** A server on a free port of 127.0.0.1. */
export interface LocalServer {
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

/** An HTTP server with the given behaviour. */
export function startServer(listener: RequestListener): Promise<LocalServer> {
  return listen(createServer(listener));
}

/** An HTTPS server that shows the given certificate and answers 200. */
export function startTlsServer(identity: SelfSignedCertificate): Promise<LocalServer> {
  return listen(
    createTlsServer({ key: identity.key, cert: identity.certificate }, (_request, response) => {
      response.end();
    }),
  );
}

/** A server below HTTP. */
export function startTcpServer(onConnection: (socket: Socket) => void): Promise<LocalServer> {
  return listen(createTcpServer(onConnection));
}

async function listen(server: Server | TcpServer): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => accepted,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
