import { afterEach, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { Kafka, logLevel } from 'kafkajs';
import { createBench, type Bench } from './consumer.fixture.ts';
import type { Settlement } from './index.ts';

const done: Settlement = { kind: 'done' };
let bench: Bench;

afterEach(() => bench.close());

it('control records and aborted ones alone are passed over, and nothing is taken for lost', async () => {
  const prefix = testTopicPrefix();
  bench = await createBench(kafkaBrokers(), prefix, 1);
  const alarms: unknown[] = [];
  const seen: string[] = [];
  await bench.consume(
    ({ records }) => {
      seen.push(...records.map(({ value }) => String(value)));
      return Promise.resolve(records.map(() => done));
    },
    { observer: { onOutOfRange: (alarm) => alarms.push(alarm) } },
  );
  const producer = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING }).producer({
    transactionalId: `${prefix}producer`,
    maxInFlightRequests: 1,
    idempotent: true,
  });
  await producer.connect();
  for (const [index, end] of (['commit', 'abort', 'abort', 'commit'] as const).entries()) {
    const transaction = await producer.transaction();
    await transaction.send({ topic: bench.topic, messages: [{ value: end }, { value: end }] });
    await transaction[end]();
    // Read up to here, two records and a marker each, before the next begins: each fetch brings what kafkajs leaves out
    // alone. The broker writes the marker after it has answered.
    await eventually(async () => {
      expect(await bench.committed()).toBe(BigInt(3 * (index + 1)));
    });
  }
  await producer.disconnect();
  expect(seen).toEqual(['commit', 'commit', 'commit', 'commit']);
  expect(alarms).toEqual([]);
});
