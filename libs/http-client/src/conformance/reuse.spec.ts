import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import type { Script } from './raw-receiver.ts';
import { answer, at, namesFrom, TestBench } from './test-bench.ts';

const ok = answer(200, 'ok');

describe('connections', () => {
  let bench: TestBench;

  beforeEach(() => {
    bench = new TestBench();
  });

  afterEach(() => bench.close());

  it('are used again for requests after each other', async () => {
    const server = await bench.raw([ok]);
    for (let sent = 0; sent < 20; sent += 1) await bench.post(at(server));
    expect(server.connections()).toBe(1);
  });

  it.each<[string, Script]>([
    ['closes every connection', [{ write: 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n' }, 'end']],
    ['speaks HTTP/1.0', [{ write: 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n' }]],
  ])('are made anew for a receiver that %s', async (_what, script) => {
    const server = await bench.raw(script);
    for (let sent = 0; sent < 3; sent += 1) {
      expect(await bench.post(at(server))).toMatchObject({ status: 200 });
    }
    expect(server.connections()).toBe(3);
  });

  describe('have a greatest age', () => {
    const CONNECTION_MAX_AGE_MS = 200;

    it('after which the name is looked up and vetted again', async () => {
      const table: Record<string, string[]> = { 'moving.example': ['127.0.0.1'] };
      await bench.use({ connectionMaxAgeMs: CONNECTION_MAX_AGE_MS, resolveName: namesFrom(table) });
      const old = await bench.raw([answer(200, 'old')]);
      const moved = await bench.raw([answer(200, 'new')], { address: '127.0.0.2', port: old.port });
      const url = `http://moving.example:${old.port}/`;
      const bodyOf = async () => (await bench.post(url)).body.toString();
      expect(await bodyOf()).toBe('old');
      table['moving.example'] = ['127.0.0.2'];
      const requests = old.requests.length;
      await eventually(async () => {
        expect(await bodyOf()).toBe('new');
      });
      expect(old.requests.length).toBeGreaterThan(requests);
      table['moving.example'] = ['10.0.0.1'];
      await eventually(async () => {
        expect(await bench.failure(url)).toMatchObject({ code: 'blocked-target' });
      });
      expect(old.connections() + moved.connections()).toBeLessThan(10);
    });

    it('that cuts nothing short', async () => {
      await bench.use({ connectionMaxAgeMs: CONNECTION_MAX_AGE_MS });
      const server = await bench.raw([{ waitMs: 3 * CONNECTION_MAX_AGE_MS }, ok]);
      expect(await bench.post(at(server))).toMatchObject({ status: 200 });
      expect(server.connections()).toBe(1);
      await eventually(() => {
        expect(server.open()).toBe(0);
      });
    });
  });

  describe('of a receiver that says something unasked', () => {
    it.each([2, 20, 100])('are dropped, and the next request gets its own answer (%d ms)', async (waitMs) => {
      const server = await bench.raw([answer(200), { waitMs }, { write: 'Not allowed' }]);
      for (let sent = 0; sent < 6; sent += 1) {
        expect(await bench.post(at(server))).toMatchObject({ status: 200 });
      }
      expect(server.requests.length).toBeLessThanOrEqual(7);
    });

    it('are dropped if it answered twice', async () => {
      const server = await bench.raw([{ write: answer(200).write + answer(500).write }]);
      for (let sent = 0; sent < 3; sent += 1) {
        expect(await bench.post(at(server))).toMatchObject({ status: 200 });
      }
      expect(server.connections()).toBe(3);
    });

    it('are not used again for a while, since a late answer looks like that of the next request', async () => {
      const server = await bench.raw((index) => (index === 0 ? [ok, { waitMs: 5 }, answer(500)] : [ok]));
      await bench.post(at(server));
      await eventually(() => {
        expect(server.open()).toBe(0);
      });
      for (let sent = 0; sent < 3; sent += 1) {
        expect(await bench.post(at(server))).toMatchObject({ status: 200 });
      }
      expect(server.connections()).toBe(4);
    });
  });

  describe('that were used before and die before an answer begins', () => {
    const dying: Script[] = [['end'], ['reset'], [{ waitMs: 20 }, 'reset'], [{ write: 'sorry' }, 'end']];

    it.each(dying.map((script) => [JSON.stringify(script), script] as const))(
      'have their request made again at once on a new one: %s',
      async (_text, script) => {
        const server = await bench.raw((index) => (index === 1 ? script : [ok]));
        await bench.post(at(server));
        expect(await bench.post(at(server))).toMatchObject({ status: 200 });
        expect(server.requests).toHaveLength(3);
        expect(server.connections()).toBe(2);
      },
    );

    it('have it made again once only', async () => {
      const server = await bench.raw((index) => (index === 0 ? [ok] : ['reset']));
      await bench.post(at(server));
      expect(await bench.failure(at(server))).toMatchObject({ code: 'connection-error' });
      expect(server.requests).toHaveLength(3);
    });

    it('do not have it made again if an answer had begun', async () => {
      for (const begun of ['HTTP/1.1 2', 'HTTP/1.1 503 Busy\r\n', 'HTTP/1.1 100 Continue\r\n\r\n']) {
        const server = await bench.raw((index) => (index === 0 ? [ok] : [{ write: begun }, 'end']));
        await bench.post(at(server));
        expect(await bench.failure(at(server))).toMatchObject({ code: 'connection-error' });
        expect(server.requests).toHaveLength(2);
      }
    });

    it('share the deadline with the request that is made again', async () => {
      const server = await bench.raw((index) =>
        index === 0 ? [ok] : index === 1 ? [{ waitMs: 2_000 }, 'end'] : [],
      );
      await bench.post(at(server));
      const startedAt = performance.now();
      expect(await bench.failure(at(server), { deadlineMs: 2_500 })).toMatchObject({ code: 'timeout' });
      expect(performance.now() - startedAt).toBeLessThan(4_400);
    });
  });

  it('that are new have no request made again', async () => {
    const server = await bench.raw(['reset']);
    expect(await bench.failure(at(server))).toMatchObject({
      code: 'connection-error',
      message: expect.stringContaining('the receiver'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('are none when the client is closed', async () => {
    const server = await bench.raw([ok]);
    await Promise.all([bench.post(at(server)), bench.post(at(server)), bench.post(at(server))]);
    await bench.client.close();
    await eventually(() => {
      expect(server.open()).toBe(0);
    });
    expect(await bench.failure(at(server))).toMatchObject({ code: 'aborted' });
  });
});
