import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { targetRule } from '../target-rule.ts';
import { startSwallowingPort } from './swallowing-port.ts';
import { answer, at, namesFrom, TestBench } from './test-bench.ts';

const ok = answer(200, 'ok');

describe('the target of a request', () => {
  let bench: TestBench;

  beforeEach(() => {
    bench = new TestBench();
  });

  afterEach(() => bench.close());

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433'])(
    'is no forbidden %s',
    async (host) => {
      await bench.use({ target: targetRule() });
      const server = await bench.raw([ok]);
      expect(await bench.failure(`http://${host}:${server.port}/`)).toMatchObject({
        code: 'blocked-target',
      });
      expect(server.connections()).toBe(0);
    },
  );

  it('is no name with one forbidden address among allowed ones', async () => {
    await bench.use({ resolveName: namesFrom({ 'mixed.example': ['127.0.0.1', '10.0.0.1'] }) });
    const server = await bench.raw([ok]);
    expect(await bench.failure(`http://mixed.example:${server.port}/`)).toMatchObject({
      code: 'blocked-target',
    });
    expect(server.connections()).toBe(0);
  });

  it('is looked up once for connections that are made at the same time', async () => {
    let lookups = 0;
    await bench.use({
      resolveName: () => {
        lookups += 1;
        return Promise.resolve(['127.0.0.1']);
      },
    });
    const server = await bench.raw([ok]);
    const url = `http://popular.example:${server.port}/`;
    await Promise.all([bench.post(url), bench.post(url), bench.post(url)]);
    expect(server.connections()).toBe(3);
    expect(lookups).toBe(1);
  });

  it('is the very address that was vetted, though the name moves', async () => {
    let lookups = 0;
    await bench.use({
      resolveName: () => {
        lookups += 1;
        return Promise.resolve([lookups === 1 ? '127.0.0.1' : '10.0.0.1']);
      },
    });
    const server = await bench.raw([ok]);
    expect(await bench.post(`http://moving.example:${server.port}/`)).toMatchObject({ status: 200 });
    expect(lookups).toBe(1);
    expect(server.requests[0]).toContain(`host: moving.example:${server.port}`);
  });

  it('is not reached if its name does not exist', async () => {
    await bench.use({ resolveName: namesFrom({}) });
    expect(await bench.failure('http://nowhere.example/')).toMatchObject({
      code: 'dns-error',
      message: 'the host name does not exist',
    });
  });

  describe('with several addresses', () => {
    const addresses = ['127.0.0.3', '127.0.0.4', '127.0.0.1'];

    async function named(port: number, list = addresses): Promise<string> {
      await bench.use({ resolveName: namesFrom({ 'several.example': list }) });
      return `http://several.example:${port}/`;
    }

    it('is reached by the first attempt if any of them works', async () => {
      const swallowing = await bench.keep(startSwallowingPort('127.0.0.3'));
      const { port } = swallowing;
      await bench.raw([ok], { port });
      expect(await bench.post(await named(port))).toMatchObject({ status: 200 });
    });

    it('is reached though one is slow and the other refuses', async () => {
      // The kernel tries again after a second.
      const swallowing = await bench.keep(startSwallowingPort('127.0.0.3'));
      const url = await named(swallowing.port, ['127.0.0.3', '127.0.0.4']);
      const reached = bench.post(url, { deadlineMs: 8000 });
      swallowing.resume();
      expect(await reached).toMatchObject({ status: 200 });
    });

    it('is not reached if none works, and the error says what failed for each', async () => {
      const swallowing = await bench.keep(startSwallowingPort('127.0.0.3'));
      expect(await bench.failure(await named(swallowing.port), { deadlineMs: 700 })).toMatchObject({
        code: 'timeout',
        message:
          'no answer within 700 ms: no address of the receiver works (127.0.0.4: the receiver refused the connection; ' +
          '127.0.0.1: the receiver refused the connection; 127.0.0.3: the receiver does not respond)',
      });
    });

    it('is given up at once if all refuse', async () => {
      const server = await bench.raw([ok]);
      await server.close();
      expect(await bench.failure(await named(server.port))).toMatchObject({
        code: 'connection-error',
        message: expect.stringContaining('127.0.0.4: the receiver refused the connection; 127.0.0.1: '),
      });
    });
  });

  it('that swallows connections leaves none behind when the deadline has passed', async () => {
    const swallowing = await bench.keep(startSwallowingPort('127.0.0.3'));
    const before = openSockets();
    const attempts = Array.from({ length: 32 }, () =>
      bench.failure(`http://127.0.0.3:${swallowing.port}/`, { deadlineMs: 100 }),
    );
    for (const failure of await Promise.all(attempts)) {
      expect(failure).toMatchObject({
        code: 'timeout',
        message: 'no answer within 100 ms: the receiver does not respond',
      });
    }
    await eventually(() => {
      expect(openSockets()).toBe(before);
    });
  });

  it('whose name is not found in time ends the look-up too', async () => {
    let isEnded = false;
    await bench.use({
      resolveName: (_hostname, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (isEnded = true));
        }),
    });
    expect(await bench.failure('http://slow.example/', { deadlineMs: 100 })).toMatchObject({
      code: 'timeout',
      message: 'no answer within 100 ms: the host name was not looked up in time',
    });
    expect(isEnded).toBe(true);
  });

  it('does not matter to a client that is closed meanwhile', async () => {
    const swallowing = await bench.keep(startSwallowingPort('127.0.0.3'));
    const pending = bench.post(`http://127.0.0.3:${swallowing.port}/`);
    void bench.client.close();
    await expect(pending).rejects.toMatchObject({ code: 'aborted' });
    expect(await bench.failure(at(swallowing))).toMatchObject({ code: 'aborted' });
  });
});

/** Sockets of this process, connecting ones included. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind.includes('TCP')).length;
}
