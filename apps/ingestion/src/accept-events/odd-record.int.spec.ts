import { beforeAll, expect, it } from '@jest/globals';
import { isTransientDatabaseError } from '@casewire/database';
import { topicName } from '@casewire/events';
import { listEvents } from '@casewire/event-store';
import {
  createKafkaAdmin,
  deadLetterHeaders,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
  type KafkaRecord,
  type RecordBatch,
} from '@casewire/kafka';
import { createLogger, createMetrics } from '@casewire/observability';
import { eventually, insertEventType, insertTenant, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { EventJudge } from '../admission/event-judge.ts';
import { TenantDirectory } from '../admission/tenant-directory.ts';
import { createIngestionMetrics } from '../ingestion-metrics.ts';
import { EventAcceptor } from './event-acceptor.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' as const };
const maxEventBytes = 1_000;
const prefix = testTopicPrefix();
const connection = { brokers: kafkaBrokers(), clientId: 'odd-record-spec' };
const logger = createLogger({ name: 'spec', level: 'silent' });

const { pool } = useDatabase();
const producer = useResource(() => new RecordProducer({ connection, logger }), {
  close: (opened) => opened.stop(),
});
const admin = useResource(() => createKafkaAdmin(connection, logger), { close: (opened) => opened.close() });
const consumers = useResource(() => ({ list: [] as KafkaStrategy[] }), {
  close: ({ list }) => Promise.all(list.map((strategy) => strategy.close())),
});

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  await insertEventType(pool, 'acme', 'claim.paid', { type: 'object' });
  // Stands for any text that PostgreSQL refuses and nobody has thought of.
  await pool.query(`ALTER TABLE ingestion.events ADD CONSTRAINT odd CHECK (subject IS DISTINCT FROM 'odd')`);
  producer.start();
  await ensureTopics(admin, prefix, ['events', 'accepted', 'rejected'], {
    partitions: 1,
    maxMessageBytes: 1e6,
  });
});

/** Starts a consumer of a topic. */
function consume(
  topic: 'events' | 'accepted' | 'rejected',
  handler: (batch: RecordBatch) => Promise<unknown>,
): void {
  const groupId = `${prefix}${topic}`;
  const isTransient = isTransientDatabaseError;
  const strategy = new KafkaStrategy({ connection, groupId, prefix, producer, logger, isTransient });
  strategy.addHandler('spec', handler, true, { topics: topic, keepsOrder: true });
  strategy.listen(() => undefined);
  consumers.list.push(strategy);
}

function collect(topic: 'accepted' | 'rejected'): KafkaRecord[] {
  const found: KafkaRecord[] = [];
  consume(topic, ({ records }) => {
    found.push(...records);
    return Promise.resolve(records.map(() => ({ kind: 'done' })));
  });
  return found;
}

it('a record whose event PostgreSQL refuses is dead-lettered alone, and those beside it are sent once', async () => {
  const subjects = ['first', 'odd', 'second', 'third'];
  await producer.sendAll(
    subjects.map((subject) => ({
      topic: topicName(prefix, 'events'),
      key: subject,
      value: Buffer.from(
        JSON.stringify({
          specversion: '1.0',
          id: subject,
          source: '/claims',
          type: 'claim.paid',
          tenantid: 'acme',
          environment: 'sandbox',
          subject,
          data: {},
        }),
      ),
      headers: { 'content-type': 'application/cloudevents+json' },
    })),
  );
  const acceptor = new EventAcceptor(
    { topicPrefix: prefix, maxEventBytes, internalKey: 'k'.repeat(32), bindings: new Map() },
    {
      pool,
      producer,
      judge: new EventJudge(new TenantDirectory(pool), maxEventBytes),
      metrics: createIngestionMetrics(createMetrics('spec')),
      logger,
    },
  );
  consume('events', (batch) => acceptor.accept(batch));
  const accepted = collect('accepted');
  const rejected = collect('rejected');
  await eventually(() => {
    expect(rejected.map(({ key }) => String(key))).toEqual(['odd']);
  });
  await eventually(() => {
    expect(accepted.map(({ headers }) => headers['ce_subject']).toSorted()).toEqual([
      'first',
      'second',
      'third',
    ]);
  });
  expect(rejected[0]?.headers).toMatchObject({ [deadLetterHeaders.reason]: 'handler-fault' });
  expect(rejected[0]?.headers[deadLetterHeaders.detail]).toContain('odd');
  const { rows } = await listEvents(pool, scope, {}, { limit: 9, order: 'asc' });
  expect(rows).toHaveLength(3);
});
