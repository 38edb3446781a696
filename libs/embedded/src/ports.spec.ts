import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { findFreePort, isPortFree, requireFreePort } from './ports.ts';

describe('ports', () => {
  it('tells a port that is taken from a free one', async () => {
    const port = await findFreePort();
    expect(await isPortFree(port)).toBe(true);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    try {
      expect(await isPortFree(port)).toBe(false);
      await expect(requireFreePort(port)).rejects.toMatchObject({ code: 'port-in-use', port });
    } finally {
      server.close();
    }
  });

  it('finds a different one each time, none that an outgoing connection may be given', async () => {
    const ports = await Promise.all(Array.from({ length: 200 }, findFreePort));
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});
