import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PartitionLine } from './partition-line.ts';
import { PendingRecord } from './pending-record.ts';
import { ProducerBuffer } from './producer-buffer.ts';
import { ProduceTimeoutError } from './produce-errors.ts';

const limits = { maxBufferedRecords: 40, maxBufferedBytes: 1e9, deliveryTimeoutMs: 1_000 };
const ROOM = { records: 1_000, bytes: 1e9 };

function pending(name: string, deadline = 1_000, isWanted?: () => boolean, bytes = 0): PendingRecord {
  const value = Buffer.alloc(bytes);
  const record = new PendingRecord({ topic: 't', key: name, value }, deadline, isWanted);
  record.settled.catch(() => undefined);
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
    expect(line.waiting.length).toBe(2);
    buffer.add(other, pending('y', 5_000));
    expect([buffer.expire(999), buffer.expire(1_000)]).toEqual([0, 4]);
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
    expect(buffer.expire(1_000)).toBe(1);
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
