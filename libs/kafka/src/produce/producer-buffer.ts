import Denque from 'denque';
import type { Load } from '../observers.ts';
import { partitionKey } from '../record.ts';
import type { SharedProducerLimits } from './limits.ts';
import { PartitionLine } from './partition-line.ts';
import type { PendingRecord } from './pending-record.ts';
import { ProduceTimeoutError } from './produce-errors.ts';
import type { ProducerShare } from './producer-share.ts';

type BufferLimits = Pick<SharedProducerLimits, 'maxBufferedRecords' | 'maxBufferedBytes'>;

/** One line may hold this much of what it leaves free: a quarter of all alone, and less beside others that do. */
const LINE_OF_FREE = 1 / 3;

/** One user among several may hold this much of what it leaves free: three quarters of all alone. */
const SHARE_OF_FREE = 3;

/**
 * The producer's buffer: a line of records for each partition, bounded in records and bytes. What one line holds leaves
 * three times as much for the others, so records for partitions that take none do not keep those for other
 * partitions out. In the same way one user leaves room for the others. Records that find no room wait behind their line, and
 * those of one user enter in order.
 */
export class ProducerBuffer implements Load {
  readonly #limits: BufferLimits;
  readonly #lines = new Set<PartitionLine>();
  /** The same, by topic and partition number. */
  readonly #byTopic = new Map<string, Map<number, PartitionLine>>();
  /** Lines whose records wait for room, the longest waiting first. */
  readonly #crowded = new Set<PartitionLine>();
  readonly #shares = new Set<ProducerShare>();
  #records = 0;
  #bytes = 0;

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  /** Buffered or in flight. */
  get records(): number {
    return this.#records;
  }

  /** Of these records. */
  get bytes(): number {
    return this.#bytes;
  }

  get lines(): Iterable<PartitionLine> {
    return this.#lines;
  }

  get shares(): Iterable<ProducerShare> {
    return this.#shares;
  }

  open(share: ProducerShare): void {
    this.#shares.add(share);
  }

  /** Rejects all records of a user that are not settled. A batch under way keeps its place until it is answered. */
  close(share: ProducerShare, error: Error): void {
    this.#shares.delete(share);
    for (const line of this.#lines) {
      for (const record of line.all()) if (record.share === share) record.abandon(error);
      line.waiting.delete(share);
      this.#leave(
        line,
        expelled(line.queue, (record) => record.share !== share),
      );
    }
  }

  /** The line; undefined if there is none. */
  find(topic: string, partition: number): PartitionLine | undefined {
    return this.#byTopic.get(topic)?.get(partition);
  }

  /** The line, which is made if there is none. */
  line(topic: string, partition: number): PartitionLine {
    let ofTopic = this.#byTopic.get(topic);
    if (ofTopic === undefined) this.#byTopic.set(topic, (ofTopic = new Map<number, PartitionLine>()));
    let line = ofTopic.get(partition);
    if (line === undefined) {
      line = new PartitionLine({ topic, partition });
      ofTopic.set(partition, line);
      this.#lines.add(line);
    }
    return line;
  }

  add(line: PartitionLine, record: PendingRecord): void {
    const { share } = record;
    const waiting = line.waiting.get(share);
    if (waiting !== undefined) {
      waiting.push(record);
    } else if (this.#hasRoom(line, record)) {
      this.#enter(line, record);
    } else {
      line.waiting.set(share, new Denque([record]));
      this.#crowded.add(line);
    }
  }

  /** All records of a user that are not settled. */
  allOf(share: ProducerShare): PendingRecord[] {
    return [...this.#lines].flatMap((line) => line.all().filter((record) => record.share === share));
  }

  acknowledge(line: PartitionLine, records: readonly PendingRecord[]): void {
    for (const record of records) record.resolve();
    this.#leave(line, records);
  }

  reject(line: PartitionLine, records: readonly PendingRecord[], error: Error): void {
    for (const record of records) record.reject(error);
    this.#leave(line, records);
  }

  /**
   * Gives up what was not sent by its deadline and, with the first such record of a line, everything behind it: who sends
   * them again then sends them in their order. Records that are wanted stay where they are, with a new deadline.
   * @param now by `performance.now()`
   * @returns the records that were given up
   */
  expire(now: number): PendingRecord[] {
    const expired: PendingRecord[] = [];
    for (const line of this.#lines) {
      const { head } = line;
      if (head !== undefined && head.deadline <= now) expired.push(...this.#expireLine(line, now));
    }
    return expired;
  }

  #expireLine(line: PartitionLine, now: number): PendingRecord[] {
    const error = new ProduceTimeoutError(`${partitionKey(line)} did not take the record in time`);
    const stays = (record: PendingRecord): boolean => {
      if (record.isWanted?.() !== true) return false;
      record.deadline = now + record.share.limits.deliveryTimeoutMs;
      return true;
    };
    const outdated = expelled(line.queue, stays);
    const crowdedOut: PendingRecord[] = [];
    for (const [share, waiting] of line.waiting) {
      crowdedOut.push(...expelled(waiting, stays));
      if (waiting.length === 0) line.waiting.delete(share);
    }
    this.reject(line, outdated, error);
    for (const record of crowdedOut) record.reject(error);
    return [...outdated, ...crowdedOut];
  }

  /** Moves the records of one line to the lines that are chosen for them. */
  distribute(from: PartitionLine, chooseLine: (record: PendingRecord) => PartitionLine): void {
    const records = from.all();
    for (const record of from.queue.toArray()) this.#count(from, record.share, -1, -record.bytes);
    from.queue.clear();
    from.waiting.clear();
    this.#lines.delete(from);
    this.#byTopic.get(from.topic)?.delete(from.partition);
    this.#crowded.delete(from);
    for (const record of records) this.add(chooseLine(record), record);
  }

  #hasRoom(line: PartitionLine, { bytes, share }: PendingRecord): boolean {
    // A record that is larger than the buffer has it alone.
    if (this.#records === 0) return true;
    if (!this.#mayHold(line, bytes, LINE_OF_FREE)) return false;
    return this.#shares.size <= 1 || this.#mayHold(share, bytes, SHARE_OF_FREE);
  }

  #mayHold({ records, bytes }: Load, moreBytes: number, ofFree: number): boolean {
    const { maxBufferedRecords, maxBufferedBytes } = this.#limits;
    return (
      fits(records, 1, maxBufferedRecords - this.#records, ofFree) &&
      fits(bytes, moreBytes, maxBufferedBytes - this.#bytes, ofFree)
    );
  }

  #enter(line: PartitionLine, record: PendingRecord): void {
    line.queue.push(record);
    this.#count(line, record.share, 1, record.bytes);
  }

  #leave(line: PartitionLine, records: readonly PendingRecord[]): void {
    for (const { share, bytes } of records) this.#count(line, share, -1, -bytes);
    for (const crowded of this.#crowded) this.#enterWaiting(crowded);
  }

  /** Users take turns: who has entered a record goes behind those that wait for room at the same line. */
  #enterWaiting(line: PartitionLine): void {
    for (const [share, waiting] of line.waiting) {
      const next = waiting.peekFront();
      if (next === undefined || !this.#hasRoom(line, next)) continue;
      waiting.shift();
      this.#enter(line, next);
      line.waiting.delete(share);
      if (waiting.length > 0) line.waiting.set(share, waiting);
    }
    if (line.waiting.size === 0) this.#crowded.delete(line);
  }

  #count(line: PartitionLine, share: ProducerShare, records: number, bytes: number): void {
    line.records += records;
    line.bytes += bytes;
    share.records += records;
    share.bytes += bytes;
    this.#records += records;
    this.#bytes += bytes;
  }
}

/** Takes out of a queue what does not stay. */
function expelled(queue: Denque<PendingRecord>, stays: (record: PendingRecord) => boolean): PendingRecord[] {
  const all = queue.toArray();
  queue.clear();
  return all.filter((record) => {
    if (!stays(record)) return true;
    queue.push(record);
    return false;
  });
}

/** Whether more of a line or a user fits into what is free. Its first record needs no share, only room. */
function fits(held: number, more: number, free: number, ofFree: number): boolean {
  const left = free - more;
  return held === 0 ? left >= 0 : held + more <= left * ofFree;
}
