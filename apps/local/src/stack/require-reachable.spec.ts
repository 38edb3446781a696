import { findFreePort } from '@casewire/embedded';
import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { requireBrokers, requireDatabase } from './require-reachable.ts';

describe('servers that somebody else runs', () => {
  it('are named with their variable when they do not answer', async () => {
    const port = await findFreePort();
    await expect(requireBrokers([`127.0.0.1:${port}`])).rejects.toThrow(
      `no Kafka answers at 127.0.0.1:${port}, which KAFKA_BROKERS names`,
    );
    await expect(requireDatabase(`postgres://user:secret@127.0.0.1:${port}/casewire`)).rejects.toThrow(
      `no PostgreSQL answers at 127.0.0.1:${port}, which DATABASE_URL names`,
    );
  });

  it('need only one of several brokers to answer', async () => {
    const [up, down] = [await findFreePort(), await findFreePort()];
    const server = createServer().listen(up, '127.0.0.1');
    await once(server, 'listening');
    try {
      await expect(requireBrokers([`127.0.0.1:${down}`, `127.0.0.1:${up}`])).resolves.toBeUndefined();
    } finally {
      server.close();
    }
  });
});
