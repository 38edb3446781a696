import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, readTopic, testTopicPrefix } from '@casewire/testing';
import { createBench, silent, type Bench } from '../consumer.fixture.ts';
import type { ProducerLimits } from './limits.ts';
import { RecordProducer } from './record-producer.ts';

let bench: Bench;
let producer: RecordProducer;

afterEach(async () => {
  await producer.stop();
  await bench.close();
});

/** Sends records in turns of their own, and answers how many each request carried. */
async function requestsFor(records: number, limits: Partial<ProducerLimits>): Promise<number[]> {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const requests: number[] = [];
  producer = new RecordProducer({
    connection: { brokers: kafkaBrokers(), clientId: 'producer-spec' },
    logger: silent,
    limits,
    observer: { onRequest: (request) => requests.push(request.records) },
  });
  producer.start();
  await producer.send({ topic: bench.topic, key: 'k', value: Buffer.from('connected') });
  requests.length = 0;
  const sent: Promise<void>[] = [];
  for (let index = 0; index < records; index++) {
    sent.push(producer.send({ topic: bench.topic, key: 'k', value: Buffer.from(String(index)) }));
    await nextTurn();
  }
  await Promise.all(sent);
  return requests;
}

describe('a request', () => {
  it('goes out with what is there, and the next with what was sent meanwhile', async () => {
    const requests = await requestsFor(20, { requestIntervalMs: 0 });
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.reduce((sum, records) => sum + records, 0)).toBe(20);
  });

  it('that follows another one soon waits for more records until the interval is over', async () => {
    expect(await requestsFor(20, { requestIntervalMs: 500 })).toEqual([20]);
  });
});

describe('records of one key', () => {
  it('keep their order while the producer learns of their partition', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix());
    const other = await createBench(kafkaBrokers(), testTopicPrefix());
    producer = new RecordProducer({
      connection: { brokers: kafkaBrokers(), clientId: 'producer-spec' },
      logger: silent,
      limits: { requestIntervalMs: 20 },
    });
    producer.start();
    const send = (topic: string, number: number) =>
      producer.send({ topic, key: 'k', value: Buffer.from(String(number)) });
    // Requests for a topic that is known keep the producer gathering while it learns of the other one.
    await send(other.topic, 0);
    const sent: Promise<void>[] = [];
    const isAcknowledged = { first: false };
    while (!isAcknowledged.first) {
      sent.push(send(bench.topic, sent.length), send(other.topic, sent.length));
      void sent[0]?.then(() => {
        isAcknowledged.first = true;
      });
      await nextTurn();
    }
    await Promise.all(sent);
    await other.close();
    const found: number[] = [];
    const consumer = await readTopic(bench.topic, ({ value }) => found.push(Number(value)));
    await eventually(() => {
      expect(found).toHaveLength(sent.length / 2);
    });
    await consumer.disconnect();
    expect(found).toEqual(found.toSorted((one, another) => one - another));
  });
});
