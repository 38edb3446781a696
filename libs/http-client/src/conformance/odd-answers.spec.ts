import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import type { Script } from './raw-receiver.ts';
import { answer, at, TestBench } from './test-bench.ts';

const ok = answer(200, 'ok');
const KIB = 1024;

describe('odd answers', () => {
  let bench: TestBench;

  beforeEach(() => {
    bench = new TestBench();
  });

  afterEach(() => bench.close());

  describe('interim answers', () => {
    const interims = [
      'HTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 102 Processing\r\ncontent-length: 5\r\n\r\n',
      'HTTP/1.0 103 Early Hints\r\nlink: </style.css>\r\n\r\n',
      'HTTP/1.1 199 \r\nconnection: close\r\n\r\n',
    ];

    it.each([...interims, interims.join('')])('are passed over: %j', async (interim) => {
      const server = await bench.raw([{ write: interim }, ok]);
      for (let sent = 0; sent < 2; sent += 1) {
        const { status, body } = await bench.post(at(server));
        expect([status, body.toString()]).toEqual([200, 'ok']);
      }
      expect(server.connections()).toBe(1);
    });

    it('are passed over byte by byte', async () => {
      const bytes = Buffer.from(interims.join('') + ok.write);
      const script = [...bytes].flatMap((byte) => [{ write: Uint8Array.of(byte) }, { waitMs: 0 }]);
      expect(await bench.post(at(await bench.raw(script)))).toMatchObject({ status: 200, truncated: false });
    });

    it('are bounded', async () => {
      const flood = interims.join('').repeat(Math.ceil((64 * KIB) / interims.join('').length));
      const server = await bench.raw([{ write: flood }, ok]);
      expect(await bench.failure(at(server))).toMatchObject({
        code: 'protocol-error',
        message: 'the receiver sent more than 64 KiB of interim answers',
      });
    });

    it.each(['\r\n', 'connection: upgrade\r\nupgrade: websocket\r\n\r\n'])(
      'do not include 101, which is a failure: %j',
      async (rest) => {
        const server = await bench.raw([{ write: `HTTP/1.1 101 Switching Protocols\r\n${rest}` }]);
        expect(await bench.failure(at(server))).toEqual({
          code: 'protocol-error',
          message: 'the receiver answered 101, a change of protocol, which was not asked for',
          status: 101,
        });
      },
    );
  });

  it.each([
    'HTTP/1.1 099 Odd\r\n\r\n',
    'HTTP/1.1 000 Odd\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/1.1 OK\r\n\r\n     ',
    'http/1.1 200 OK\r\n\r\n',
    'RTSP/1.0 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n',
    'this is not HTTP\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc',
  ])('that are not HTTP are a protocol error: %j', async (text) => {
    const server = await bench.raw([{ write: text }]);
    const { code, message } = await bench.failure(at(server));
    expect(code).toBe('protocol-error');
    expect(message).toMatch(/HTTP|status|length/);
  });

  it('may have any status that has three digits', async () => {
    for (const status of [200, 299, 304, 418, 599, 600, 999]) {
      expect(await bench.post(at(await bench.raw([answer(status)])))).toMatchObject({ status });
    }
  });

  describe('with a body that is not whole count by their status', () => {
    const announced = 'HTTP/1.1 500 Oh\r\ncontent-length: 100\r\n\r\nonly this';
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nonly this\r\n';
    const dripping: Script = Array.from({ length: 300 }, () => [{ write: 'x' }, { waitMs: 10 }]).flat();

    it.each<[string, number, Script, string]>([
      ['is shorter than announced', 500, [{ write: announced }, 'end'], 'the receiver closed the connection'],
      ['is reset', 500, [{ write: announced }, { waitMs: 20 }, 'reset'], 'the receiver'],
      ['lacks its last chunk', 200, [{ write: chunked }, 'end'], 'the receiver closed the connection'],
      ['has a broken chunk', 200, [{ write: `${chunked}zz\r\n` }], 'the answer does not follow HTTP/1.1'],
      ['never ends', 500, [{ write: announced }], 'it did not end within 1000 ms'],
      ['drips', 200, [{ write: 'HTTP/1.1 200 OK\r\n\r\n' }, ...dripping], 'it did not end within 1000 ms'],
    ])('%s', async (_what, status, script, missing) => {
      const server = await bench.raw(script);
      const response = await bench.post(at(server), { deadlineMs: 1000 });
      expect(response).toMatchObject({ status, truncated: false });
      expect(response.missing).toContain(missing);
      expect(response.missing).toContain(`after ${response.body.length} bytes`);
      await eventually(() => {
        expect(server.open()).toBe(0);
      });
    });

    it('but not by that of a head that is not whole', async () => {
      for (const end of [['end'], []] as const) {
        const server = await bench.raw([{ write: 'HTTP/1.1 200 OK\r\nx-a: b\r\n' }, ...end]);
        const { code, status } = await bench.failure(at(server), { deadlineMs: 1000 });
        expect([code, status]).toEqual([end.length === 0 ? 'timeout' : 'connection-error', 200]);
      }
    });
  });

  it('end at the deadline when their headers drip', async () => {
    const dripping: Script = Array.from({ length: 300 }, () => [
      { write: 'x: y\r\n' },
      { waitMs: 10 },
    ]).flat();
    const server = await bench.raw([{ write: 'HTTP/1.1 200 OK\r\n' }, ...dripping]);
    expect(await bench.failure(at(server), { deadlineMs: 1000 })).toEqual({
      code: 'timeout',
      message: 'no answer within 1000 ms: its headers did not end',
      status: 200,
    });
  });

  describe('with long headers', () => {
    const lines = (bytes: number) => `x-long: ${'v'.repeat(bytes / 8 - 'x-long'.length)}\r\n`.repeat(8);

    it.each([
      ['one', `x-long: ${'v'.repeat(64 * KIB - 'x-long'.length - 'content-length'.length - 1)}\r\n`],
      ['several', lines(63 * KIB)],
    ])('count up to 64 KiB, in %s', async (_how, headers) => {
      const response = await bench.post(at(await bench.raw([answer(200, '', headers)])));
      expect(response.status).toBe(200);
      expect(response.headers.get('x-long')?.join('').length).toBeGreaterThan(62 * KIB);
    });

    it('say their status beyond that', async () => {
      const server = await bench.raw([answer(200, '', lines(72 * KIB))]);
      expect(await bench.failure(at(server))).toEqual({
        code: 'protocol-error',
        message: 'the headers of the answer are longer than 64 KiB',
        status: 200,
      });
    });
  });

  it('have their headers read as UTF-8 where they are that, else as Latin-1', async () => {
    const utf8 = Buffer.from('Zoë ☃').toString('latin1');
    const server = await bench.raw([answer(200, '', `x-utf8: ${utf8}\r\nx-latin1: Zo\xeb\r\n`)]);
    const { headers } = await bench.post(at(server));
    expect(headers.get('x-utf8')).toEqual(['Zoë ☃']);
    expect(headers.get('x-latin1')).toEqual(['Zo\xeb']);
  });

  it('may name headers as objects name what is theirs', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const lines = [...names, ...names].map((name, index) => `${name}: ${index}\r\n`).join('');
    const { headers } = await bench.post(at(await bench.raw([answer(200, '', lines)])));
    for (const [index, name] of names.entries()) {
      expect(headers.get(name.toLowerCase())).toEqual([String(index), String(index + names.length)]);
    }
  });

  it('that come before the request is sent whole count', async () => {
    const server = await bench.server((request, response) => {
      response.writeHead(413).end('too large');
      request.resume();
    });
    expect(await bench.post(at(server), { body: Buffer.alloc(4 * 1024 * KIB) })).toMatchObject({
      status: 413,
      body: Buffer.from('too large'),
    });
  });

  it('of a receiver that says nothing end with what is known', async () => {
    expect(await bench.failure(at(await bench.raw([])), { deadlineMs: 500 })).toMatchObject({
      code: 'timeout',
      message: 'no answer within 500 ms: nothing came',
    });
    expect(await bench.failure(at(await bench.raw(['end'])))).toMatchObject({
      message: 'the receiver closed the connection before it answered',
    });
    expect(
      await bench.failure(at(await bench.raw([{ write: 'HTTP/1.1 200 OK\r\nx' }, 'end']))),
    ).toMatchObject({
      message: expect.stringContaining('the receiver closed the connection'),
    });
  });
});
