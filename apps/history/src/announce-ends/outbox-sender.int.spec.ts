import { announceEnds, countOutbox } from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import { createLogger, createMetrics } from '@casewire/observability';
import { eventually } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHistoryMetrics } from '../history-metrics.ts';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord, prefix } from '../testing/records.ts';
import { createAnnouncer } from './announcer.ts';
import { OutboxSender } from './outbox-sender.ts';

/** A broker that keeps what it is sent, or refuses it, or answers later for records with one key. */
class FakeProducer {
  ready = true;
  refuses = false;
  answersLater: { key: string; answer: Promise<void> } | undefined;
  readonly sent: OutgoingRecord[] = [];

  async send(record: OutgoingRecord): Promise<void> {
    if (this.refuses) throw new Error('no acknowledgement');
    this.sent.push(record);
    if (record.key === this.answersLater?.key) await this.answersLater.answer;
  }
}

const { pool } = useLedger({ per: 'test' });
const recorder = createRecorder(pool);
let producer: FakeProducer;
let sender: OutboxSender;

beforeEach(() => {
  producer = new FakeProducer();
  announceEnds(pool, createAnnouncer({ announcesOutcomes: true, internalKey: 'k'.repeat(32) }));
  sender = new OutboxSender({
    pool,
    producer,
    prefix,
    leaseMs: 60_000,
    logger: createLogger({ name: 'spec', level: 'silent' }),
    counters: createHistoryMetrics(createMetrics('spec')),
  });
});

/** Delivers invocations of these subjects, each the first time. */
async function deliver(...subjects: readonly string[]): Promise<void> {
  const deliveries = subjects.map((subject) => deliveryOf({ subject }));
  await recorder.record(
    batchOf(
      deliveries.flatMap((each) => [
        deliveryRecord(each),
        attemptRecord(each, { kind: 'done' }, attemptOf()),
      ]),
    ),
  );
}

const endLeases = () => pool.query(`UPDATE history.outbox SET leased_until = now() - interval '1 second'`);
const sentKeys = () => producer.sent.map(({ key }) => key);

describe('a round of the outbox', () => {
  it('sends what was promised, in its order, and forgets what the brokers have', async () => {
    await deliver('one', 'two');
    await sender.round();
    expect(sentKeys()).toEqual(['acme/one', 'acme/two']);
    expect(producer.sent[0]).toMatchObject({
      topic: 'spec.outcomes.v1',
      headers: { ce_type: 'casewire.invocation.delivered', ce_sequence: '1' },
    });
    expect(await countOutbox(pool)).toBe(0);
  });

  it('sends a record again that was not acknowledged, when its lease has ended', async () => {
    await deliver('one');
    producer.refuses = true;
    await sender.round();
    producer.refuses = false;
    await sender.round();
    expect(sentKeys()).toEqual([]);
    await endLeases();
    await sender.round();
    expect(sentKeys()).toEqual(['acme/one']);
    expect(await countOutbox(pool)).toBe(0);
  });

  it('goes on without a record that no broker answers for, and does not send it a second time', async () => {
    const { promise: answer, resolve } = Promise.withResolvers<undefined>();
    producer.answersLater = { key: 'acme/stuck', answer };
    await deliver('stuck', 'other');
    await sender.round();
    await deliver('later');
    await endLeases();
    await sender.round();
    expect(sentKeys()).toEqual(['acme/stuck', 'acme/other', 'acme/later']);
    expect(await countOutbox(pool)).toBe(1);
    resolve(undefined);
    await eventually(async () => {
      await sender.round();
      expect(await countOutbox(pool)).toBe(0);
    });
    expect(producer.sent).toHaveLength(3);
  });

  it('leases nothing while Kafka is away', async () => {
    await deliver('one');
    producer.ready = false;
    await sender.round();
    producer.ready = true;
    await sender.round();
    expect(sentKeys()).toEqual(['acme/one']);
  });
});
