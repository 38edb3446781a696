import type { Load } from '../observers.ts';
import { partitionKey } from '../record.ts';
import type { ProducerLimits } from './limits.ts';
import { PartitionLine } from './partition-line.ts';
import type { PendingRecord } from './pending-record.ts';
import { ProduceTimeoutError } from './produce-errors.ts';

type BufferLimits = Pick<ProducerLimits, 'maxBufferedRecords' | 'maxBufferedBytes' | 'deliveryTimeoutMs'>;

/** One line may hold this part of what it leaves free: a quarter of all alone, and less beside others that do. */
const SHARE_OF_FREE = 1 / 3;

/**
 * The producer's buffer: a line of records for each partition, bounded in records and bytes. What one line holds leaves
 * three times as much for the others, so records for partitions that take none do not keep those for other
 * partitions out. Records that find no room wait behind their line and enter in order.
 */
export class ProducerBuffer implements Load {
  readonly #limits: BufferLimits;
  readonly #lines = new Set<PartitionLine>();
  /** The same, by topic and partition number. */
  readonly #byTopic = new Map<string, Map<number, PartitionLine>>();
  /** Lines whose records wait for room, the longest waiting first. */
  readonly #crowded = new Set<PartitionLine>();
  #records = 0;
  #bytes = 0;
  #isClosed = false;

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
    if (line.waiting.length === 0 && this.#hasRoom(line, record)) {
      this.#enter(line, record);
    } else {
      line.waiting.push(record);
      this.#crowded.add(line);
    }
  }

  /** Rejects all records that are not settled, and forgets them. */
  rejectAll(error: Error): void {
    for (const record of this.all()) record.reject(error);
    this.#lines.clear();
    this.#byTopic.clear();
    this.#crowded.clear();
    this.#records = 0;
    this.#bytes = 0;
    this.#isClosed = true;
  }

  /** All records that are not settled. */
  all(): PendingRecord[] {
    return [...this.#lines].flatMap((line) => line.all());
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
   * @returns how many records were given up
   */
  expire(now: number): number {
    let expired = 0;
    for (const line of this.#lines) {
      const { head } = line;
      if (head !== undefined && head.deadline <= now) expired += this.#expireLine(line, now);
    }
    return expired;
  }

  #expireLine(line: PartitionLine, now: number): number {
    const error = new ProduceTimeoutError(`${partitionKey(line)} did not take the record in time`);
    const stays = (record: PendingRecord): boolean => {
      if (record.isWanted?.() !== true) return false;
      record.deadline = now + this.#limits.deliveryTimeoutMs;
      return true;
    };
    const outdated = expelled(line.queue, stays);
    const crowdedOut = expelled(line.waiting, stays);
    this.reject(line, outdated, error);
    for (const record of crowdedOut) record.reject(error);
    return outdated.length + crowdedOut.length;
  }

  /** Moves the records of one line to the lines that are chosen for them. */
  distribute(from: PartitionLine, chooseLine: (record: PendingRecord) => PartitionLine): void {
    const records = from.all();
    from.queue.clear();
    from.waiting.clear();
    this.#records -= from.records;
    this.#bytes -= from.bytes;
    this.#lines.delete(from);
    this.#byTopic.get(from.topic)?.delete(from.partition);
    this.#crowded.delete(from);
    for (const record of records) this.add(chooseLine(record), record);
  }

  #hasRoom(line: PartitionLine, { bytes }: PendingRecord): boolean {
    const { maxBufferedRecords, maxBufferedBytes } = this.#limits;
    return (
      fits(line.records, 1, this.#records, maxBufferedRecords) &&
      fits(line.bytes, bytes, this.#bytes, maxBufferedBytes)
    );
  }

  #enter(line: PartitionLine, record: PendingRecord): void {
    line.queue.push(record);
    this.#count(line, 1, record.bytes);
  }

  #leave(line: PartitionLine, records: readonly PendingRecord[]): void {
    // A request that was under way when all were rejected may still be answered.
    if (this.#isClosed) return;
    this.#count(line, -records.length, -records.reduce((sum, { bytes }) => sum + bytes, 0));
    for (const crowded of this.#crowded) this.#enterWaiting(crowded);
  }

  #enterWaiting(line: PartitionLine): void {
    for (let next = line.waiting.peekFront(); next !== undefined; next = line.waiting.peekFront()) {
      if (!this.#hasRoom(line, next)) return;
      line.waiting.shift();
      this.#enter(line, next);
    }
    this.#crowded.delete(line);
  }

  #count(line: PartitionLine, records: number, bytes: number): void {
    line.records += records;
    line.bytes += bytes;
    this.#records += records;
    this.#bytes += bytes;
  }
}

/** Takes out of a queue what does not stay. */
function expelled(queue: PartitionLine['queue'], stays: (record: PendingRecord) => boolean): PendingRecord[] {
  const all = queue.toArray();
  queue.clear();
  return all.filter((record) => {
    if (!stays(record)) return true;
    queue.push(record);
    return false;
  });
}

/**
 * Whether more of a line fits into the buffer. The first record of a line needs no share, only room; one that is
 * larger than the buffer has it alone.
 */
function fits(held: number, more: number, used: number, max: number): boolean {
  if (used === 0) return true;
  const free = max - used - more;
  return held === 0 ? free >= 0 : held + more <= free * SHARE_OF_FREE;
}
