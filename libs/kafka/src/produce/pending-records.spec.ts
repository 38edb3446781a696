import { describe, expect, it } from '@jest/globals';
import { PendingRecord } from './pending-record.ts';
import { PendingRecords } from './pending-records.ts';

const limits = {
  maxBufferedRecords: 3,
  maxBufferedBytes: 1_000_000,
  maxBatchBytes: 1_000,
  maxBatchRecords: 2,
};
const ignore = (): void => undefined;

function pending(name: string, bytes = 0): PendingRecord {
  const record = new PendingRecord({ topic: 't', key: name, value: Buffer.alloc(bytes) }, 1_000);
  record.settled.catch(ignore);
  return record;
}

const namesOf = (records: readonly PendingRecord[]) => records.map(({ record }) => String(record.key));

describe('the buffer of a producer', () => {
  it('lets nobody overtake who waits for room', () => {
    const buffer = new PendingRecords(limits);
    for (const name of ['a', 'b', 'c']) expect(buffer.offer(pending(name))).toBe(true);
    for (const name of ['d', 'e']) {
      const record = pending(name);
      expect(buffer.offer(record)).toBe(false);
      buffer.await(record);
    }
    const first = buffer.takeRequest();
    expect(namesOf(first)).toEqual(['a', 'b']);
    buffer.acknowledge(first);
    expect(buffer.offer(pending('f'))).toBe(false);
    expect(namesOf(buffer.takeRequest())).toEqual(['c', 'd']);
    expect(namesOf(buffer.takeRequest())).toEqual(['e']);
  });

  it('sends a record alone that is larger than a request', () => {
    const buffer = new PendingRecords(limits);
    for (const [name, bytes] of [
      ['a', 10],
      ['huge', 5_000],
      ['b', 10],
    ] as const) {
      buffer.offer(pending(name, bytes));
    }
    expect([1, 2, 3].map(() => namesOf(buffer.takeRequest()))).toEqual([['a'], ['huge'], ['b']]);
  });

  it('gives up what is too old: in flight, buffered, or waiting', async () => {
    const buffer = new PendingRecords(limits);
    const records = ['a', 'b', 'c', 'd'].map((name) => pending(name));
    for (const record of records) if (!buffer.offer(record)) buffer.await(record);
    expect(namesOf(buffer.takeRequest())).toEqual(['a', 'b']);
    expect(namesOf(buffer.all())).toEqual(['a', 'b', 'c', 'd']);
    buffer.expire(999, new Error('early'));
    expect(buffer.records).toBe(3);
    buffer.expire(1_000, new Error('late'));
    await expect(Promise.all(records.map(({ settled }) => settled))).rejects.toThrow('late');
    expect([buffer.records, buffer.takeRequest()]).toEqual([0, []]);
  });
});
