import { describe, expect, it } from '@jest/globals';
import { eventually, selfSignedCertificate } from '@casewire/testing';
import fc from 'fast-check';
import { HttpError } from '../http-error.ts';
import { answer, at, namesFrom, TestBench } from './test-bench.ts';
import type { Script, Step } from './raw-receiver.ts';

const certificate = selfSignedCertificate('receiver.example');
const options = {
  resolveName: namesFrom({ 'receiver.example': ['127.0.0.1'] }),
  certificateAuthorities: [certificate.certificate],
};

/** Bytes as Latin-1, and often those that mean something in HTTP. */
const bytes = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\r\n', '\r', '\n', ' ', ':', '0', 'a', ';', ',', '\0', '\x80', '\xff', 'HTTP/1.1 '),
    fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
  ),
  maxLength: 60,
});

const interim = fc.constantFrom('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Hints\r\nlink: x\r\n\r\n');
const statusLine = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 200, max: 999 }).map((status) => `HTTP/1.1 ${status} Said\r\n`) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 199 }).map((status) => `HTTP/1.0 ${status}\r\n`) },
  { weight: 1, arbitrary: bytes.map((text) => `HTTP/1.1 ${text}\r\n`) },
  { weight: 1, arbitrary: bytes },
);
const framing = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map((length) => `content-length: ${length}`),
  fc.constantFrom(
    'transfer-encoding: chunked',
    'transfer-encoding: chunked, chunked',
    'transfer-encoding: gzip',
    'content-length: -1',
    'content-length: 5, 5',
    'content-length: 99999999999999999999',
    'connection: close',
    'connection: keep-alive, upgrade',
    'upgrade: h2c',
    'keep-alive: timeout=1',
    'content-encoding: gzip',
    'trailer: content-length',
  ),
);
const header = fc.oneof(
  { weight: 3, arbitrary: framing },
  { weight: 1, arbitrary: bytes },
  { weight: 1, arbitrary: bytes.map((value) => `x-any: ${value}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__: 1', 'constructor: 1', `x-long: ${'v'.repeat(70_000)}`),
  },
);
const headers = fc.array(header, { maxLength: 5 }).map((lines) => `${lines.join('\r\n')}\r\n\r\n`);
const chunk = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom('', ';x=y', ' '), bytes)
  .map(([size, extension, data]) => `${size.toString(16)}${extension}\r\n${data.slice(0, size)}\r\n`);
const body = fc.oneof(
  bytes,
  fc.array(chunk, { maxLength: 4 }).map((chunks) => chunks.join('')),
  fc.constant('0\r\nx: y\r\n\r\n'),
);

/** An answer, or what passes for one. */
const text = fc
  .tuple(
    fc.constantFrom('', '\r\n'),
    fc.array(interim, { maxLength: 2 }).map((interims) => interims.join('')),
    statusLine,
    headers,
    body,
  )
  .map((parts) => parts.join(''));

const wait = fc.integer({ min: 0, max: 20 }).map((waitMs) => ({ waitMs }));
const end = fc.constantFrom<Step[]>([], [], ['end'], ['reset'], [{ waitMs: 10 }, 'reset']);

/** It comes in pieces. */
const inPieces = fc.tuple(text, fc.array(fc.tuple(fc.nat(), wait), { maxLength: 4 })).map(([whole, cuts]) => {
  const places = cuts
    .map(([cut, pause]) => [cut % (whole.length + 1), pause] as const)
    .toSorted(([one], [other]) => one - other);
  const starts = [0, ...places.map(([place]) => place)];
  return starts.flatMap((start, index) => {
    const [place, pause] = places[index] ?? [whole.length, undefined];
    return [{ write: whole.slice(start, place) }, ...(pause === undefined ? [] : [pause])];
  });
});

/** It is followed by more at once, or by what is no answer later. An answer that comes later is taken for the next one's. */
const withMore = fc.oneof(
  text.map((whole) => [{ write: `${whole}HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbad` }]),
  fc
    .tuple(text, wait, fc.constantFrom('sorry', '\r\n', '<html>'))
    .map(([whole, pause, write]) => [{ write: whole }, pause, { write }]),
);

const script: fc.Arbitrary<Script> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: inPieces }, { weight: 1, arbitrary: withMore }), end)
  .map(([steps, last]) => [...steps, ...last]);

const DEADLINE_MS = 250;
/** A machine that is busy with other specs fires its timers late. */
const MARGIN_MS = 2_000;

describe('whatever a receiver answers', () => {
  it.each(['http', 'https'] as const)(
    'the attempt ends in time with an outcome, leaves no socket, and the next one is judged by its own answer (%s)',
    async (scheme) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(script, fc.boolean()), { minLength: 10, maxLength: 10 }),
          async (scripts) => {
            await Promise.all(scripts.map(([odd, isUsed]) => tryScript(scheme, odd, isUsed)));
          },
        ),
        { numRuns: 8 },
      );
    },
    60_000,
  );
});

async function tryScript(scheme: 'http' | 'https', odd: Script, isUsed: boolean): Promise<void> {
  const bench = new TestBench(options);
  try {
    const tls = { key: certificate.key, cert: certificate.certificate };
    const server = await bench.raw(
      (_index, head) => (head.startsWith('POST /odd') ? odd : [answer(200, 'good')]),
      scheme === 'https' ? { tls } : {},
    );
    const url = scheme === 'https' ? `https://receiver.example:${server.port}/` : at(server);
    const isGood = async () => {
      const good = await bench.post(url);
      expect([good.status, good.body.toString(), good.missing]).toEqual([200, 'good', undefined]);
    };
    if (isUsed) await isGood();
    const startedAt = performance.now();
    const outcome = await bench
      .post(`${url}odd`, { deadlineMs: DEADLINE_MS })
      .catch((error: unknown) => error);
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + MARGIN_MS);
    if (outcome instanceof HttpError)
      expect(outcome.code).toMatch(/^(?:timeout|(?:connection|protocol)-error)$/);
    else expect(outcome).toMatchObject({ status: expect.any(Number) });
    await isGood();
    await bench.client.close();
    await eventually(() => {
      expect(server.open()).toBe(0);
    });
  } finally {
    await bench.close();
  }
}
