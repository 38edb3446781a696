import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { InProcessListener } from './in-process-listener.ts';

/** A request that waits for its answer, and what becomes of it. */
async function arrive() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    headers: { connection: 'close' },
  });
  const [request, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  return { request, response, answer, [Symbol.dispose]: () => server.close() };
}

describe('the in-process listener of a service that stops', () => {
  it('closes when the requests that came in are answered', async () => {
    using arrived = await arrive();
    const listener = new InProcessListener((_request, response) => response.write('answer'));
    listener.handle(arrived.request, arrived.response);
    let isClosed = false;
    const closed = listener.close().then(() => (isClosed = true));
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    expect(isClosed).toBe(false);
    arrived.response.end();
    await closed;
    expect(await (await arrived.answer).text()).toBe('answer');
  });

  it('closes at once where nothing came in', async () => {
    await expect(new InProcessListener(() => undefined).close()).resolves.toBeUndefined();
  });
});
