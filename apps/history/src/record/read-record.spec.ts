import { describe, expect, it } from '@jest/globals';
import type { KafkaRecord } from '@casewire/kafka';
import {
  attemptOf,
  attemptRecord,
  body,
  deliveryOf,
  deliveryRecord,
  orderedRecord,
  prefix,
  recordOf,
} from '../testing/records.ts';
import { RecordReader } from './read-record.ts';

const now = Date.now();
const reader = new RecordReader(prefix);
const delivery = deliveryOf({ acceptedAt: now });

function update(record: KafkaRecord) {
  const read = reader.read(record, now);
  if (read.kind !== 'update') throw new Error(read.poison.detail ?? read.poison.reason);
  return read.update;
}

function complaint(record: KafkaRecord): string | undefined {
  const read = reader.read(record, now);
  return read.kind === 'poison' ? read.poison.detail : undefined;
}

describe('records that tell of an invocation', () => {
  it('a delivery: its release and its content', () => {
    expect(update(deliveryRecord({ ...delivery, release: 3 }))).toMatchObject({
      id: delivery.invocationId,
      content: { webhookId: 'wh-1', eventUid: delivery.eventUid, body },
      facts: [{ kind: 'delivery-seen', release: 3 }],
    });
  });

  it('an ordered one: its key', () => {
    expect(update(orderedRecord(delivery, { kind: 'ordered', orderingKey: 'run-1' }))).toMatchObject({
      content: { body },
      facts: [{ kind: 'ordered-seen', orderingKey: 'run-1' }],
    });
  });

  it('a rematch: its content', () => {
    expect(update(orderedRecord(delivery, { kind: 'rematch' }))).toMatchObject({
      content: { body },
      facts: [{ kind: 'rematch-seen' }],
    });
  });

  it('one that matching could not render: why', () => {
    expect(update(orderedRecord(delivery, { kind: 'failed', reason: 'body-too-large' }))).toMatchObject({
      content: { body: null },
      facts: [{ kind: 'refused-by-matching', reason: 'body-too-large' }],
    });
  });

  it('an outcome: its attempt, if there was one', () => {
    const attempt = attemptOf();
    expect(update(attemptRecord(delivery, { kind: 'done' }, attempt))).toMatchObject({
      content: { eventId: 'evt-1', body: null, headers: { 'content-type': 'application/json' } },
      facts: [{ kind: 'outcome', release: 1, next: { kind: 'done' } }],
      attempts: [{ ...attempt, invocationId: delivery.invocationId, release: 1 }],
    });
    const deferred = attemptRecord(delivery, { kind: 'defer', reason: 'lane-full', at: now });
    expect(update(deferred)).not.toHaveProperty('attempts');
  });

  it('an outcome of a probe: its number, also where it was not sent', () => {
    const probe = { ...delivery, probe: 3 };
    const failed = attemptRecord(probe, { kind: 'retry', at: now }, attemptOf({ outcome: 'timeout' }));
    expect(update(failed)).toMatchObject({ facts: [{ probe: 3 }], attempts: [{ probe: 3 }] });
    expect(update(attemptRecord(probe, { kind: 'cancelled' }))).toMatchObject({ facts: [{ probe: 3 }] });
  });
});

describe('records that can never be applied', () => {
  const record = deliveryRecord(delivery);
  it.each([
    ['no value', { ...record, value: null }, 'the record has no value'],
    ['no headers', { ...record, headers: {} }, 'header invocation-id is missing'],
    ['headers that are not text', { ...record, headersAreText: false }, 'headers are not UTF-8'],
    ['another topic', { ...record, topic: 'spec.events.v1' }, 'topic spec.events.v1 is not read here'],
    ['a garbled attempt', recordOf('attempts.v1', 'wh-1', {}, Buffer.from('{')), 'not an attempt record'],
    [
      'an id that is no UUIDv7',
      deliveryRecord({ ...delivery, invocationId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' }),
      'invocation-id is not a UUIDv7',
    ],
    [
      'an id of the future',
      deliveryRecord(deliveryOf({ acceptedAt: now + 2 * 86_400_000 })),
      'invocation-id is of the future',
    ],
    ['an event without uid', deliveryRecord({ ...delivery, eventUid: 'x' }), 'event-uid is not a UUIDv7'],
    ['an absurd release', deliveryRecord({ ...delivery, release: 2 ** 40 }), 'release is out of range'],
    [
      'a key that no index holds',
      orderedRecord(delivery, { kind: 'ordered', orderingKey: 'x'.repeat(601) }),
      'ordering-key is too long',
    ],
  ])('%s', (_, bad, expected) => {
    expect(complaint(bad)).toBe(expected);
  });
});
