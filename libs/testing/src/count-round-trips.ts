import type { Socket } from 'node:net';
import type { Pool } from '@casewire/database';

/**
 * Counts how often work asks PostgreSQL and waits: each time that the connection hears from the server after it has sent
 * something.
 * @param pool of one connection, which the work uses
 */
export async function countRoundTrips(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  const client = await pool.connect();
  const socket = client.connection.stream as Socket;
  client.release();
  let [roundTrips, sentBytes] = [0, socket.bytesWritten];
  const onData = (): void => {
    if (socket.bytesWritten > sentBytes) roundTrips++;
    sentBytes = socket.bytesWritten;
  };
  socket.on('data', onData);
  try {
    await work();
  } finally {
    socket.off('data', onData);
  }
  return roundTrips;
}
