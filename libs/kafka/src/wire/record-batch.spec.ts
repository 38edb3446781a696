import { randomBytes } from 'node:crypto';
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import { crc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import type { Message } from 'kafkajs';
import produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { decompress } from '../compression/decompress.ts';
import { ByteWriter } from './byte-writer.ts';
import type { ConsumedRecord } from './consumed-record.ts';
import { DamagedBatches, MAX_DAMAGED_ARRIVALS } from './damaged-batches.ts';
import { writeProduceRequest, type PartitionBatch } from './produce-request.ts';
import { readRecordBatches, type ReadBatches } from './read-record-batches.ts';
import { writeRecordBatch } from './write-record-batch.ts';

const NOW = Date.UTC(2026, 0, 2);
const HEADER_BYTES = 61;
const from = { topic: 'spec', partition: 3 };

const bytes = fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each));
const text = fc.string({ unit: 'binary', maxLength: 200 });
const value = fc.oneof(bytes, text);
const headerName = text.filter((name) => name !== '__proto__');
const record: fc.Arbitrary<Message> = fc.record(
  {
    key: fc.option(value),
    value: fc.oneof(fc.constant(null), value),
    headers: fc.dictionary(headerName, value),
    timestamp: fc.integer({ min: 0, max: 2 ** 42 }).map(String),
  },
  { requiredKeys: ['value'] },
);
const records = fc.array(record, { minLength: 1, maxLength: 20 });

function batchOf(messages: readonly Message[], compresses = false): Buffer {
  const writer = new ByteWriter(16);
  writeRecordBatch(writer, messages, { now: NOW, compresses });
  return writer.written();
}

/** A batch whose records are compressed by gzip, with the first offset, the right length and checksum. */
function compressed(
  messages: readonly Message[],
  firstOffset: bigint,
  damage = (body: Buffer) => body,
): Buffer {
  const plain = batchOf(messages);
  const body = damage(gzipSync(plain.subarray(HEADER_BYTES)));
  const batch = Buffer.concat([plain.subarray(0, HEADER_BYTES), body]);
  batch.writeBigInt64BE(firstOffset, 0);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt16BE(1, 21);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

function fetched(damaged: DamagedBatches, ...batches: Buffer[]): ReadBatches {
  const decompressed = (codec: number, body: Buffer) => decompress(codec, body, 8_000_000);
  return readRecordBatches(from, Buffer.concat(batches), decompressed, damaged);
}

function read(...batches: Buffer[]): readonly ConsumedRecord[] {
  return fetched(new DamagedBatches(), ...batches).records;
}

const toBytes = (given: string | Buffer | null | undefined) =>
  typeof given === 'string' ? Buffer.from(given) : (given ?? null);

describe('a batch of records', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(records, (messages) => {
        const found = read(batchOf(messages));
        expect(found.map(({ key }) => key)).toEqual(messages.map(({ key }) => toBytes(key)));
        expect(found.map((each) => each.value)).toEqual(messages.map((each) => toBytes(each.value)));
        expect(found.map(({ offset }) => offset)).toEqual(messages.map((_, index) => BigInt(index)));
        expect(found.map(({ timestamp }) => timestamp)).toEqual(
          messages.map(({ timestamp }) => Number(timestamp ?? NOW)),
        );
        for (const [index, { headers = {} }] of messages.entries()) {
          for (const [name, given] of Object.entries(headers)) {
            expect(found[index]?.rawHeaders[name]).toEqual(toBytes(given as string | Buffer));
            expect(found[index]?.headers[name]).toBe(toBytes(given as string | Buffer)?.toString('utf8'));
          }
        }
      }),
    );
  });

  it('is written byte for byte as kafkajs writes it', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), fc.nat(), async (given, id, firstSequence) => {
        const messages = given.map(({ timestamp: _ignored, ...each }) => each);
        const topicData = [{ topic: 'spec', partitions: [{ partition: 1, firstSequence, messages }] }];
        const request = { acks: -1, timeout: 10_000, producerId: id, topicData };
        const { buffer } = await produce.protocol({ version: 7 })(request).request.encode();
        const identity = { producerId: BigInt(id), firstSequence };
        const batch: PartitionBatch = { topic: 'spec', partition: 1, records: messages, identity, bytes: 16 };
        expect(writeProduceRequest(7, [batch], 10_000, NOW).equals(buffer)).toBe(true);
        expect(writeProduceRequest(7, [batch], 10_000, NOW + 1).equals(buffer)).toBe(true);
      }),
    );
    clock.mockRestore();
  });

  it.each([62, 63, 64, 8_190, 8_191, 8_192, 1_100_000])('may hold a record of about %i bytes', (length) => {
    const given = Buffer.alloc(length, 'x');
    const found = read(batchOf([{ value: given }, { value: String(given) }]));
    expect(found.map(({ value }) => value?.equals(given))).toEqual([true, true]);
  });
});

describe('a batch of large records', () => {
  const large = {
    key: 'k',
    value: JSON.stringify(Array.from({ length: 30_000 }, (_, index) => `name ${index}`)),
  };
  const codecOf = (batch: Buffer) => batch.readInt16BE(21) & 7;

  it('is compressed, and read as it was written', () => {
    const batch = batchOf([large, large], true);
    expect(codecOf(batch)).toBe(4);
    expect(batch.length).toBeLessThan(large.value.length / 2);
    expect(read(batch).map(({ key, value: found }) => [String(key), String(found)])).toEqual([
      ['k', large.value],
      ['k', large.value],
    ]);
  });

  it('stays as it is where that makes it no smaller, beside many small ones, and for a broker that knows no zstd', () => {
    const noise = { value: randomBytes(100_000) };
    const small = Array.from({ length: 200 }, () => ({ value: 'x'.repeat(1_000) }));
    expect(codecOf(batchOf([noise], true))).toBe(0);
    expect(codecOf(batchOf([large, ...small], true))).toBe(0);
    const identity = { producerId: 1n, firstSequence: 0 };
    const requestOf = (version: number) =>
      writeProduceRequest(version, [{ ...from, records: [large], identity, bytes: 16 }], 10_000, NOW);
    expect(requestOf(6).length).toBeGreaterThan(large.value.length);
    expect(requestOf(7).length).toBeLessThan(large.value.length);
  });
});

describe('batches of a fetch', () => {
  const messages = [{ value: 'a' }, { value: 'b' }];
  const valuesOf = (found: readonly ConsumedRecord[]) => found.map((each) => String(each.value));

  it('may be compressed', () => {
    const found = read(compressed(messages, 40n), compressed(messages, 42n));
    expect(valuesOf(found)).toEqual(['a', 'b', 'a', 'b']);
    expect(found.map(({ offset }) => offset)).toEqual([40n, 41n, 42n, 43n]);
  });

  it('end behind some megabytes of records, however little they are compressed to, and go on where they ended', () => {
    const many = Array.from({ length: 30 }, (_, index) => {
      const batch = batchOf([{ value: Buffer.alloc(1_000_000, 'x') }], true);
      batch.writeBigInt64BE(BigInt(index), 0);
      return batch;
    });
    expect(Buffer.concat(many).length).toBeLessThan(20_000);
    let next = 0;
    for (let fetches = 0; next < many.length && fetches < many.length; fetches++) {
      const { records: found, lastOffset } = fetched(new DamagedBatches(), ...many.slice(next));
      expect(found.map(({ offset }) => Number(offset))).toEqual(found.map((_, index) => next + index));
      expect(found.length).toBeLessThan(8);
      next = Number(lastOffset) + 1;
    }
    expect(next).toBe(many.length);
  });

  it('end where one is cut off', () => {
    const whole = compressed(messages, 40n);
    for (let length = 0; length < whole.length; length++) {
      expect(valuesOf(read(whole, whole.subarray(0, length)))).toEqual(['a', 'b']);
    }
  });

  it.each<[string, (body: Buffer) => Buffer]>([
    ['whose checksum is wrong', (body) => body.fill(0, body.length - 8)],
    ['that is no gzip', () => Buffer.from('not compressed')],
    ['that is longer than allowed', () => gzipSync(Buffer.alloc(100_001))],
    ['that holds no records', () => gzipSync(Buffer.alloc(100, 0xff))],
  ])('go on behind one %s', (_name, damage) => {
    const damaged = compressed(messages, 42n, damage);
    const found = read(compressed(messages, 40n), damaged, compressed(messages, 44n));
    expect(found.map(({ offset }) => offset)).toEqual([40n, 41n, 43n, 44n, 45n]);
    expect(found.map(({ unreadable }) => unreadable?.firstOffset)).toEqual([
      undefined,
      undefined,
      42n,
      undefined,
      undefined,
    ]);
    expect(found[2]?.value).toEqual(damaged);
  });

  it('tell of an old format where it stands', () => {
    const old = batchOf(messages);
    old.writeInt8(1, 16);
    old.writeUInt32BE(crc32(old.subarray(16)), 12);
    expect(read(old).map(({ unreadable }) => unreadable?.detail)).toEqual([
      'the message format is of version 1',
    ]);
  });

  it('end where a bit was flipped on the way, and are read whole when they are fetched again', () => {
    const damaged = new DamagedBatches();
    const batches = [compressed(messages, 40n), compressed(messages, 42n), compressed(messages, 44n)];
    fc.assert(
      fc.property(fc.nat({ max: 8 * (batchOf(messages).length - 21) - 1 }), (bit) => {
        const flipped = batches.map((batch) => Buffer.from(batch));
        const at = 21 + (bit >> 3);
        flipped[1]?.writeUInt8((flipped[1][at] ?? 0) ^ (1 << (bit & 7)), at);
        const { records, lastOffset } = fetched(damaged, ...flipped);
        expect(records.map(({ offset }) => offset)).toEqual([40n, 41n]);
        expect(lastOffset).toBe(41n);
        expect(valuesOf(fetched(damaged, ...batches.slice(1)).records)).toEqual(['a', 'b', 'a', 'b']);
      }),
    );
  });

  const malformed = (change: (batch: Buffer) => void, batch = compressed(messages, 42n)) => {
    change(batch);
    return batch;
  };
  it.each<[string, Buffer, bigint]>([
    ['whose checksum is wrong', malformed((batch) => batch.fill(0, batch.length - 8)), 43n],
    ['that says it holds more than it counts', malformed((batch) => batch.writeInt32BE(1e9, 23)), 42n],
    ['of another version', malformed((batch) => batch.writeInt8(3, 16)), 43n],
    [
      'of a length below the header',
      malformed(
        (batch) => batch.writeInt32BE(-1, 8),
        Buffer.concat([compressed(messages, 42n), compressed(messages, 44n)]),
      ),
      43n,
    ],
    ['that counts none', malformed((batch) => batch.writeInt32BE(-13, 8) && batch.fill(0, 17, 61)), 42n],
    [
      'that ends within the header',
      malformed((b) => b.writeInt32BE(5, 8), batchOf(messages).subarray(0, 17)),
      0n,
    ],
  ])('go on behind one %s when it has arrived like that five times', (_name, batch, last) => {
    const damaged = new DamagedBatches();
    for (let arrival = 1; arrival < MAX_DAMAGED_ARRIVALS; arrival++) {
      expect(fetched(damaged, batch)).toEqual({ records: [], lastOffset: undefined });
    }
    const { records, lastOffset } = fetched(damaged, batch);
    expect(records.map(({ unreadable }) => unreadable?.reason)).toEqual(['corrupt-batch']);
    expect(records[0]?.value).toEqual(batch);
    expect(lastOffset).toBe(last);
  });

  it('reach to the last offset of one that compaction has emptied', () => {
    const empty = compressed([], 42n);
    empty.writeInt32BE(7, 23);
    empty.writeUInt32BE(crc32c(empty.subarray(21)), 17);
    expect(fetched(new DamagedBatches(), compressed(messages, 40n), empty).lastOffset).toBe(49n);
  });

  it('are read fast although a header name is repeated 40,000 times', () => {
    const values = Array.from({ length: 40_000 }, (_, index) => String(index));
    const [found] = read(batchOf([{ value: null, headers: { name: values } }]));
    const startedAt = performance.now();
    const repeated = found?.rawHeaders['name'];
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(repeated).toHaveLength(values.length);
    expect(found?.headers).toEqual({ name: values.at(-1) });
  });

  it('say which headers are not text, and whether one is repeated', () => {
    const header = (given: string | Buffer) => read(batchOf([{ value: null, headers: { name: given } }]))[0];
    expect(header('\uFFFD')?.headersAreText).toBe(true);
    expect(header(Buffer.from([0xff]))?.headersAreText).toBe(false);
    expect(header(Buffer.from([0xff]))?.rawHeaders).toEqual({ name: Buffer.from([0xff]) });
    const repeated = read(batchOf([{ value: null, headers: { name: ['a', 'b'] } }]))[0];
    expect(repeated?.headers).toEqual({ name: 'b' });
    expect([repeated?.repeatsHeaders, header('a')?.repeatsHeaders]).toEqual([true, false]);
    expect(repeated?.rawHeaders).toEqual({ name: [Buffer.from('a'), Buffer.from('b')] });
  });

  it('answer one header like all of them, before and after these are read', () => {
    const values = fc.array(value, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.dictionary(headerName, values), (headers) => {
        const [found] = read(batchOf([{ value: null, headers }]));
        const names = [...Object.keys(headers), 'absent'].filter((name) => /^[\x20-\x7e]*$/.test(name));
        const oneByOne = () => names.map((name) => found?.header(name));
        const unread = oneByOne();
        const all = new Map(Object.entries(found?.headers ?? {}));
        const expected = names.map((name) => all.get(name));
        expect([unread, oneByOne()]).toEqual([expected, expected]);
      }),
    );
  });
});
