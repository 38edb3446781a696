import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PartitionLine } from './partition-line.ts';
import { PendingRecord } from './pending-record.ts';
import { ProducerBuffer } from './producer-buffer.ts';
import { ProduceTimeoutError, ProducerStoppedError } from './produce-errors.ts';
import { ProducerShare } from './producer-share.ts';

const limits = { maxBufferedRecords: 40, maxBufferedBytes: 1e9 };
const shareLimits = { requestIntervalMs: 0, deliveryTimeoutMs: 1_000 };
const ROOM = { records: 1_000, bytes: 1e9 };

const newShare = () => new ProducerShare(shareLimits, {});
const onlyShare = newShare();

function pendingOf(share: ProducerShare, name: string, bytes = 0): PendingRecord {
  const record = new PendingRecord({ topic: 't', key: name, value: Buffer.alloc(bytes) }, share, 0);
  record.settled.catch(() => undefined);
  return record;
}

function pending(name: string, deadline = 1_000, isWanted?: () => boolean, bytes = 0): PendingRecord {
  const record = pendingOf(onlyShare, name, bytes);
  record.deadline = deadline;
  record.isWanted = isWanted;
  return record;
}

const namesOf = (records: readonly PendingRecord[]) => records.map(({ record }) => String(record.key));

/** Acknowledges all that a line has buffered. */
function drain(buffer: ProducerBuffer, line: PartitionLine): PendingRecord[] {
  const batch = line.nextBatch(ROOM, 1n, () => undefined);
  const { acknowledged } = line.settle('appended');
  buffer.acknowledge(line, acknowledged);
  return [...(batch?.pending ?? [])];
}

describe('the buffer of a producer', () => {
  it('gives one partition a quarter of it, and a new one always some', () => {
    const buffer = new ProducerBuffer(limits);
    const held: number[] = [];
    for (let partition = 0; partition < 8; partition++) {
      const line = buffer.line('t', partition);
      for (let count = 0; count < 100; count++) buffer.add(line, pending('x'));
      held.push(line.records);
    }
    expect(held[0]).toBe(10);
    expect(held.every((count) => count > 0 && count <= 10)).toBe(true);
    expect(buffer.records).toBeLessThanOrEqual(limits.maxBufferedRecords);
  });

  it('counts bytes like records, and takes a record that is larger than all of it alone', () => {
    const buffer = new ProducerBuffer({ ...limits, maxBufferedBytes: 4_000 });
    const line = buffer.line('t', 0);
    for (let count = 0; count < 100; count++) buffer.add(line, pending('x'));
    expect(line.bytes).toBeGreaterThan(500);
    expect(line.bytes).toBeLessThanOrEqual(1_000);
    drain(buffer, line);
    const alone = new ProducerBuffer({ ...limits, maxBufferedBytes: 50 });
    alone.add(alone.line('t', 0), pending('x'));
    expect(alone.records).toBe(1);
  });

  it('keeps the order of a partition whoever waits for room, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.boolean(), fc.nat(500)), { maxLength: 200 }), (steps) => {
        const buffer = new ProducerBuffer({ ...limits, maxBufferedRecords: 30, maxBufferedBytes: 3_000 });
        const sent = new Map<number, string[]>();
        const taken = new Map<number, string[]>();
        const note = (map: Map<number, string[]>, partition: number, names: readonly string[]) =>
          map.set(partition, [...(map.get(partition) ?? []), ...names]);
        for (const [index, [partition, isSent, bytes]] of steps.entries()) {
          const line = buffer.line('t', partition);
          if (isSent) {
            buffer.add(line, pending(String(index), 1_000, undefined, bytes));
            note(sent, partition, [String(index)]);
          } else {
            note(taken, partition, namesOf(drain(buffer, line)));
          }
          expect(buffer.records).toBe([...buffer.lines].reduce((sum, each) => sum + each.records, 0));
          expect(buffer.bytes).toBeLessThanOrEqual(3_000);
        }
        for (const line of steps.flatMap(() => [...buffer.lines])) {
          note(taken, line.partition, namesOf(drain(buffer, line)));
        }
        for (const [partition, names] of sent) expect(taken.get(partition)).toEqual(names);
        expect([buffer.records, buffer.bytes]).toEqual([0, 0]);
      }),
    );
  });

  it('gives up everything behind a record that was not sent in time, and nothing of other partitions', async () => {
    const buffer = new ProducerBuffer({ ...limits, maxBufferedRecords: 8 });
    const [line, other] = [buffer.line('t', 0), buffer.line('t', 1)];
    const records = [1_000, 5_000, 5_000, 5_000].map((deadline) => pending('x', deadline));
    for (const record of records) buffer.add(line, record);
    expect(line.records).toBe(2);
    buffer.add(other, pending('y', 5_000));
    expect([buffer.expire(999).length, buffer.expire(1_000).length]).toEqual([0, 4]);
    for (const { settled } of records) await expect(settled).rejects.toThrow(ProduceTimeoutError);
    expect([line.records, other.records, buffer.records]).toEqual([0, 1, 1]);
  });

  it('gives up nothing that is wanted, which keeps its place', () => {
    const buffer = new ProducerBuffer(limits);
    const line = buffer.line('t', 0);
    let isWanted = true;
    for (const name of ['a', 'b', 'c'])
      buffer.add(
        line,
        pending(name, 1_000, () => isWanted),
      );
    buffer.add(line, pending('d'));
    expect(namesOf(buffer.expire(1_000))).toEqual(['d']);
    expect(namesOf(line.all())).toEqual(['a', 'b', 'c']);
    expect(line.head?.deadline).toBe(2_000);
    isWanted = false;
    const unwanted: PendingRecord[] = [];
    expect(line.nextBatch(ROOM, 1n, (record) => unwanted.push(record))).toBeUndefined();
    expect(namesOf(unwanted)).toEqual(['a', 'b', 'c']);
  });

  it('moves records to the partitions that are chosen for them, in their order', () => {
    const buffer = new ProducerBuffer({ ...limits, maxBufferedRecords: 8 });
    const unassigned = buffer.line('t', -1);
    for (let number = 0; number < 6; number++) buffer.add(unassigned, pending(String(number)));
    buffer.distribute(unassigned, ({ record }) => buffer.line('t', Number(record.key) % 2));
    const lines = [...buffer.lines];
    expect(lines.map((line) => [line.partition, namesOf(line.all())])).toEqual([
      [0, ['0', '2', '4']],
      [1, ['1', '3', '5']],
    ]);
    expect(buffer.records).toBe(lines.reduce((sum, line) => sum + line.records, 0));
  });
});

/** A buffer with several users. */
function bufferOf(shares: readonly ProducerShare[], maxBufferedRecords: number): ProducerBuffer {
  const buffer = new ProducerBuffer({ ...limits, maxBufferedRecords });
  for (const share of shares) buffer.open(share);
  return buffer;
}

/** Sends more than there is room for, over many partitions. */
function flood(buffer: ProducerBuffer, share: ProducerShare, topic: string): void {
  for (let count = 0; count < 500; count++) buffer.add(buffer.line(topic, count % 50), pendingOf(share, 'x'));
}

describe('the buffer of a producer with several users', () => {
  it('gives one of them three quarters of it, and the others always some', () => {
    const shares = [newShare(), newShare(), newShare()];
    const buffer = bufferOf(shares, 200);
    for (const [index, share] of shares.entries()) flood(buffer, share, String(index));
    const [first, second, third] = shares.map(({ records }) => records);
    expect(first).toBe(150);
    expect(second).toBeGreaterThan(0);
    expect(third).toBeGreaterThan(0);
    expect(buffer.records).toBeLessThanOrEqual(200);
  });

  it('lets a user in past the records of another one that wait at the same partition', () => {
    const [greedy, modest] = [newShare(), newShare()];
    const buffer = bufferOf([greedy, modest], 200);
    flood(buffer, greedy, 'stuck');
    const line = buffer.line('t', 0);
    for (const share of [greedy, greedy, greedy, modest]) buffer.add(line, pendingOf(share, 'x'));
    expect(greedy.records).toBe(150);
    expect(modest.records).toBe(1);
  });

  it('lets users take turns at a partition whose records leave one by one', () => {
    const [one, other] = [newShare(), newShare()];
    const buffer = bufferOf([one, other], 8);
    const line = buffer.line('t', 0);
    for (const share of [one, other]) {
      for (let count = 0; count < 20; count++) buffer.add(line, pendingOf(share, share === one ? '1' : '2'));
    }
    let order = '';
    while (line.head !== undefined) order += namesOf(drain(buffer, line)).join('');
    expect(order).toHaveLength(40);
    expect(order.slice(0, 20)).toContain('2');
    expect([one.records, other.records, buffer.records]).toEqual([0, 0, 0]);
  });

  it('keeps the order of each user at a partition, counts what each holds, and loses nothing', () => {
    const step = fc.record({ user: fc.nat(2), partition: fc.nat(2), isSent: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const shares = [newShare(), newShare(), newShare()];
        const buffer = bufferOf(shares, 20);
        const sent = new Map<string, number[]>();
        const taken = new Map<string, number[]>();
        const note = (map: Map<string, number[]>, key: string, index: number) =>
          map.set(key, [...(map.get(key) ?? []), index]);
        const take = (line: PartitionLine): void => {
          for (const { record } of drain(buffer, line)) {
            const [user = '', index = ''] = String(record.key).split('/');
            note(taken, `${user}/${line.partition}`, Number(index));
          }
        };
        for (const [index, { user, partition, isSent }] of steps.entries()) {
          const line = buffer.line('t', partition);
          const share = shares[user] ?? onlyShare;
          if (isSent) {
            buffer.add(line, pendingOf(share, `${user}/${index}`));
            note(sent, `${user}/${partition}`, index);
          } else {
            take(line);
          }
          expect(buffer.records).toBe(shares.reduce((sum, { records }) => sum + records, 0));
          expect(buffer.records).toBeLessThanOrEqual(20);
        }
        for (const line of steps.flatMap(() => [...buffer.lines])) take(line);
        expect(taken).toEqual(sent);
        expect(shares.map(({ records }) => records)).toEqual([0, 0, 0]);
      }),
    );
  });

  it('rejects what a user that leaves has not sent, and nothing of others', async () => {
    const [leaving, staying] = [newShare(), newShare()];
    const buffer = bufferOf([leaving, staying], 40);
    const line = buffer.line('t', 0);
    const [onItsWay, left, stays] = [
      pendingOf(leaving, 'on its way'),
      pendingOf(leaving, 'left'),
      pendingOf(staying, 'stays'),
    ];
    buffer.add(line, onItsWay);
    line.nextBatch(ROOM, 1n, () => undefined);
    buffer.add(line, left);
    buffer.add(line, stays);
    buffer.close(leaving, new ProducerStoppedError('stopped'));
    await expect(left.settled).rejects.toThrow(ProducerStoppedError);
    await expect(onItsWay.settled).rejects.toThrow(ProducerStoppedError);
    expect([leaving.records, staying.records]).toEqual([1, 1]);
    line.settle('not-appended');
    expect(namesOf(drain(buffer, line))).toEqual(['stays']);
    await stays.settled;
  });
});
