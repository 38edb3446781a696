import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { EmbeddedError } from './errors.ts';
import { isSystemError } from './system-error.ts';

const loopback = '127.0.0.1';

async function listenAndClose(port: number): Promise<number> {
  const server = createServer();
  server.listen({ port, host: loopback, exclusive: true });
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return bound;
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

/** A loopback port that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return listenAndClose(0);
}
