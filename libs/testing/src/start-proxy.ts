import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** One CONNECT that a proxy was asked for. */
interface AskedTunnel {
  /** `address:port`. */
  readonly authority: string;
  /** Of the header `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

export interface ForwardProxy {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Oldest first. */
  readonly asked: readonly AskedTunnel[];
  /** Tunnels that are open now. */
  open: () => number;
  close: () => Promise<void>;
}

export interface ProxyOptions {
  /** What a CONNECT is answered with. Default: 200. `hang`: nothing. */
  readonly answer?: (tunnel: AskedTunnel) => number | 'hang';
}

/** A real HTTP proxy on loopback that makes tunnels. */
export async function startProxy({ answer = () => 200 }: ProxyOptions = {}): Promise<ForwardProxy> {
  const asked: AskedTunnel[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Duplex) => {
    const tunnel = { authority: url, authorization: headers['proxy-authorization'] };
    asked.push(tunnel);
    sockets.add(client);
    client.on('close', () => sockets.delete(client)).on('error', () => client.destroy());
    const status = answer(tunnel);
    // Read to its end, so that a client that leaves is noticed.
    if (status === 'hang') client.on('end', () => client.destroy()).resume();
    else if (status === 200) pipe(client, url);
    else client.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function pipe(client: Duplex, authority: string): void {
  const { hostname, port } = new URL(`http://${authority}`);
  const receiver: Socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) });
  receiver
    .once('connect', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      client.pipe(receiver).pipe(client);
    })
    .on('error', () => client.destroy())
    .on('close', () => client.destroy());
  client.on('close', () => receiver.destroy());
}
