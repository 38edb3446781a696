import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { EmbeddedError } from './errors.ts';
import { isSystemError } from './system-error.ts';

const loopback = '127.0.0.1';

/** Below the ports that outgoing connections get: from 32768 up on Linux, from 49152 up on macOS. */
const searchedPorts = { from: 10_000, to: 32_768 };

/** The ports that `findFreePort` has returned. */
const found = new Set<number>();

async function listenAndClose(port: number): Promise<void> {
  const server = createServer();
  server.listen({ port, host: loopback, exclusive: true });
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

/**
 * Whether nothing listens on this loopback port.
 * @throws the system's error when the port cannot be bound for another reason, such as EACCES below 1024
 */
export async function isPortFree(port: number): Promise<boolean> {
  try {
    await listenAndClose(port);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EADDRINUSE')) return false;
    throw error;
  }
}

/** @throws EmbeddedError `port-in-use` that carries the port */
export async function requireFreePort(port: number): Promise<void> {
  if (!(await isPortFree(port))) {
    throw new EmbeddedError('port-in-use', `port ${port} is in use by another process`, port);
  }
}

/**
 * A loopback port that was free a moment ago, never the same one twice. It lies below the ports of outgoing
 * connections, so that none of those takes it before it is bound.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(searchedPorts.from, searchedPorts.to);
    if (found.has(port) || !(await isPortFree(port))) continue;
    found.add(port);
    return port;
  }
}
