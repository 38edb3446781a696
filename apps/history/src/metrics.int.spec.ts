import { loadConfig } from '@casewire/config';
import { createPool, type Pool } from '@casewire/database';
import { topicName } from '@casewire/events';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import {
  createTestDatabase,
  eventually,
  kafkaBrokers,
  testTopicPrefix,
  type TestDatabase,
} from '@casewire/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Admin, type Producer } from 'kafkajs';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

const prefix = testTopicPrefix();
const topic = topicName(prefix, 'attempts');

let database: TestDatabase;
let pool: Pool;
let producer: Producer;
let admin: Admin;
let service: RunningService;

async function start(): Promise<RunningService> {
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: kafkaBrokers().join(','),
    DATABASE_URL: database.url,
    CASEWIRE_TOPIC_PREFIX: prefix,
    CASEWIRE_INTERNAL_KEY: 'k'.repeat(32),
    CASEWIRE_CUT_INTERVAL_SECONDS: '1',
    PORT: '0',
  });
  const logger = createLogger({ name: 'history', level: 'silent' });
  const started = await startService({ name: 'history', config, logger, compose });
  await started.started;
  return started;
}

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, applicationName: 'spec' });
  service = await start();
  const kafka = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });
  producer = kafka.producer();
  admin = kafka.admin();
  await producer.connect();
  await admin.connect();
}, 60_000);

afterAll(async () => {
  await service.stop();
  await admin.disconnect();
  await producer.disconnect();
  await pool.end();
  await database.drop();
}, 60_000);

/** Records that can never be applied, all in one partition. */
async function produceGarbage(records: number): Promise<void> {
  const messages = Array.from({ length: records }, () => ({ key: 'k', value: 'garbage' }));
  await producer.send({ topic, acks: -1, messages });
}

/** Value of the sample of this name and labels; undefined if `/metrics` shows none. */
async function sample(
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && pairs.every((pair) => each.includes(pair)));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

describe('/metrics shows', () => {
  it('records that were dead-lettered', async () => {
    await produceGarbage(2);
    await eventually(async () => {
      const labels = { topic: 'attempts', reason: 'malformed-record' };
      expect(await sample('casewire_dead_letters_total', labels)).toBe(2);
    });
  }, 60_000);

  it('how far the ledger is behind each topic', async () => {
    await eventually(
      async () => {
        for (const read of ['deliveries', 'ordered', 'attempts']) {
          expect(await sample('casewire_consumer_lag_records', { topic: read })).toBe(0);
        }
      },
      { deadlineMs: 20_000 },
    );
  }, 60_000);

  it('what the consumer and the producer do', async () => {
    const handler = 'RecordController.record';
    expect(await sample('casewire_consumer_batch_records_sum', { handler })).toBe(0);
    expect(await sample('casewire_consumer_batch_duration_seconds_count', { handler })).toBeGreaterThan(0);
    expect(await sample('casewire_consumer_rebalances_total')).toBeGreaterThan(0);
    expect(await sample('casewire_consumer_partitions')).toBe(36);
    expect(await sample('casewire_consumer_in_flight_records')).toBe(0);
    expect(await sample('casewire_producer_records_total')).toBe(2);
    expect(await sample('casewire_producer_request_duration_seconds_count')).toBeGreaterThan(0);
    expect(await sample('casewire_producer_buffered_records')).toBe(0);
  });

  it('records that were lost before they were read', async () => {
    await service.stop();
    await produceGarbage(3);
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions });
    service = await start();
    await eventually(async () => {
      expect(await sample('casewire_consumer_lost_ranges_total', { topic: 'attempts' })).toBe(1);
    });
    expect(await sample('casewire_consumer_lost_records_total', { topic: 'attempts' })).toBe(3);
  }, 60_000);

  it('a loop that fails, and when it last succeeded', async () => {
    const loop = 'find-lost';
    expect(await sample('casewire_loop_failures_total', { loop })).toBe(0);
    await pool.query('ALTER TABLE history.cuts RENAME TO cuts_elsewhere');
    await eventually(async () => {
      expect(await sample('casewire_loop_failures_total', { loop })).toBeGreaterThan(0);
    });
    await pool.query('ALTER TABLE history.cuts_elsewhere RENAME TO cuts');
    const mendedAt = Date.now() / 1000;
    await eventually(async () => {
      expect(await sample('casewire_loop_last_success_timestamp_seconds', { loop })).toBeGreaterThan(
        mendedAt,
      );
    });
  }, 60_000);
});
