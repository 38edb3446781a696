import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import { createBench, type Bench } from '../consumer.fixture.ts';
import type { KafkaRecord, Settlement } from '../index.ts';
import { ConsumedRecord } from '../wire/consumed-record.ts';

const done: Settlement = { kind: 'done' };
let bench: Bench;
let prefix: string;

beforeEach(async () => {
  prefix = testTopicPrefix();
  bench = await createBench(kafkaBrokers(), prefix, 1);
});

afterEach(() => bench.close());

const plainKafka = () => new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });

/** Timers of at most 1 ms that are set while `ms` pass and nothing is sent. */
async function briefTimersWithin(ms: number): Promise<number> {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const startedAt = performance.now();
  await eventually(() => {
    expect(performance.now() - startedAt).toBeGreaterThan(ms);
  });
  const brief = timers.mock.calls.filter(([, delayMs = 0]) => delayMs <= 1).length;
  timers.mockRestore();
  return brief;
}

describe('a client of ours and a plain one in the same process', () => {
  it('read records each by its own codec', async () => {
    const ours: KafkaRecord[] = [];
    await bench.consume(({ records }) => {
      ours.push(...records);
      return Promise.resolve(records.map(() => done));
    });
    const plain: KafkaMessage[] = [];
    const consumer = plainKafka().consumer({ groupId: `${prefix}plain` });
    await consumer.connect();
    await consumer.subscribe({ topic: bench.topic, fromBeginning: true });
    await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void plain.push(message)) });
    await bench.produce('k', 0, 3);
    await eventually(() => {
      expect([ours.length, plain.length]).toEqual([3, 3]);
    });
    await consumer.disconnect();
    expect(ours.map((record) => record instanceof ConsumedRecord)).toEqual([true, true, true]);
    expect(plain.map((message) => message instanceof ConsumedRecord)).toEqual([false, false, false]);
    expect(plain.map(({ offset, value }) => [offset, String(value)])).toEqual([
      ['0', '0'],
      ['1', '1'],
      ['2', '2'],
    ]);
  });

  it('wake up every millisecond while they are idle only if they are plain', async () => {
    await bench.produce('k', 0, 1);
    expect(await briefTimersWithin(200)).toBe(0);
    const producer = plainKafka().producer();
    await producer.connect();
    expect(await briefTimersWithin(200)).toBeGreaterThan(20);
    await producer.disconnect();
  });
});
