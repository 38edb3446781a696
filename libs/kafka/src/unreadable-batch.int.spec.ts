import { zstdCompressSync } from 'node:zlib';
import { afterEach, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { CompressionCodecs, CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { createBench, type Bench } from './consumer.fixture.ts';
import { deadLetterHeaders, type OutgoingRecord, type Settlement } from './index.ts';
import { ByteWriter } from './wire/byte-writer.ts';

const done: Settlement = { kind: 'done' };
let bench: Bench;

afterEach(() => bench.close());

/** More than one batch may become. */
const TOO_MANY_BYTES = 65 * 1024 * 1024;

/** Produces a batch of two records that grows beyond all bounds when it is decompressed: the broker takes it. */
async function produceBomb(topic: string, partition: number): Promise<void> {
  const writer = new ByteWriter(TOO_MANY_BYTES + 100);
  for (const [offset, value] of [Buffer.from('x'), Buffer.alloc(TOO_MANY_BYTES)].entries()) {
    writer.sized(() => {
      for (const field of [0, 0, offset]) writer.varint(field);
      writer.sizedValue(null);
      writer.sizedValue(value);
      writer.varint(0);
    });
  }
  const compressed = zstdCompressSync(writer.written());
  const codecs: Partial<Record<number, unknown>> = CompressionCodecs;
  codecs[CompressionTypes.ZSTD] = () => ({ compress: () => Promise.resolve(compressed) });
  const producer = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const messages = ['x', 'y'].map((value) => ({ value, partition }));
  await producer.send({ topic, compression: CompressionTypes.ZSTD, messages });
  await producer.disconnect();
}

it('a batch that cannot be read is set aside, and its partition and the others go on', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix(), 2);
  const produce = (text: string) =>
    bench.producer.sendAll(
      [0, 1].map((partition) => ({ topic: bench.topic, key: null, value: Buffer.from(text), partition })),
    );
  await produce('before');
  await produceBomb(bench.topic, 0);
  await produce('after');
  const seen: string[] = [];
  const letters: OutgoingRecord[] = [];
  const reasons: string[] = [];
  await bench.consume(
    ({ records }) => {
      seen.push(...records.map(({ partition, value }) => `${partition} ${String(value)}`));
      return Promise.resolve(records.map(() => done));
    },
    {
      producer: { send: (record) => Promise.resolve(void letters.push(record)) },
      observer: { onDeadLetter: ({ reason }) => reasons.push(reason) },
    },
  );
  await eventually(async () => {
    const ends = await bench.admin.endOffsets(bench.topic);
    expect(await bench.committed()).toBe((ends.get(0) ?? 0n) + (ends.get(1) ?? 0n));
  });
  // A topic that was just made may refuse the first request halfway: it is sent again.
  expect([...new Set(seen)].toSorted()).toEqual(['0 after', '0 before', '1 after', '1 before']);
  expect(reasons).toEqual(['unreadable-batch']);
  expect(letters).toHaveLength(1);
  const { [deadLetterHeaders.originFirstOffset]: first, [deadLetterHeaders.originOffset]: last } =
    letters[0]?.headers ?? {};
  expect(Number(last)).toBe(Number(first) + 1);
  expect(letters[0]?.headers).toMatchObject({
    [deadLetterHeaders.reason]: 'unreadable-batch',
    [deadLetterHeaders.originTopic]: bench.topic,
    [deadLetterHeaders.originPartition]: '0',
  });
});
