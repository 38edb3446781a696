import Denque from 'denque';
import type { Load } from '../observers.ts';
import type { TopicPartition } from '../record.ts';
import type { PartitionBatch } from '../wire/produce-request.ts';
import type { PendingRecord } from './pending-record.ts';
import type { ProducerShare } from './producer-share.ts';
import type { Verdict } from './verdict.ts';

/** Records that go to their partition together. */
export interface PendingBatch {
  readonly pending: readonly PendingRecord[];
  /** The same records as they are written. */
  readonly batch: PartitionBatch;
  /** An attempt was not answered, or its answer leaves open whether the broker has the batch. */
  mayBeAppended: boolean;
}

/** What became of a batch's records. Those that are in neither list remain in the line. */
export interface Settled {
  readonly acknowledged: readonly PendingRecord[];
  readonly refused: readonly PendingRecord[];
}

/** Sequence numbers are followed by 0. */
const SEQUENCES = 2 ** 31;

const NOTHING: Settled = { acknowledged: [], refused: [] };

/**
 * The records for one partition, in their order. One batch of them is on its way at a time. Once a broker may have
 * appended it, it is sent again as it was, with its sequence numbers, until a broker says that it is appended: brokers
 * recognise it by them. Before that it is no more than the records at the front.
 */
export class PartitionLine implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Buffered, and in no batch. */
  readonly queue = new Denque<PendingRecord>();
  /** Not buffered, because there is no room: a queue for each user, since one may have room before another. */
  readonly waiting = new Map<ProducerShare, Denque<PendingRecord>>();
  /** What the line takes of the buffer. */
  records = 0;
  bytes = 0;
  /** Grows with each request that the line has a batch in: lines take turns. */
  turn = 0;
  isInFlight = false;
  /** By `performance.now()`. */
  retryAt = -Infinity;
  /** Attempts in a row that appended nothing. */
  failures = 0;
  #batch: PendingBatch | undefined;
  /** A refused batch is halved, so that the record that is refused comes to be alone; each accepted one doubles it. */
  #maxRecords = Infinity;
  #producerId: bigint | undefined;
  #unrecognisedId: bigint | undefined;
  #nextSequence = 0;

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic;
    this.partition = partition;
  }

  isReady(now: number): boolean {
    return !this.isInFlight && this.retryAt <= now && (this.#batch !== undefined || this.queue.length > 0);
  }

  /** Whether a broker may be holding up the answer to this line's batch, and with it that of others. */
  get isSuspect(): boolean {
    return this.#batch?.mayBeAppended ?? false;
  }

  /** The first record that can still expire. */
  get head(): PendingRecord | undefined {
    const [firstWaiting] = this.waiting.values();
    return this.queue.peekFront() ?? firstWaiting?.peekFront();
  }

  /** All records of the line, in their order. */
  all(): PendingRecord[] {
    const waiting = [...this.waiting.values()].flatMap((queue) => queue.toArray());
    return [...(this.#batch?.pending ?? []), ...this.queue.toArray(), ...waiting];
  }

  /** Whether brokers take batches of this producer id from this line. */
  accepts(producerId: bigint): boolean {
    return this.#batch !== undefined || producerId !== this.#unrecognisedId;
  }

  /**
   * The batch to be sent now: at least one record, and more while they fit; undefined if there is none.
   * @param onUnwanted is given the records that are left out because nobody wants them any more
   */
  nextBatch(
    room: Load,
    producerId: bigint,
    onUnwanted: (record: PendingRecord) => void,
  ): PendingBatch | undefined {
    if (this.#batch !== undefined) return this.#batch;
    if (producerId !== this.#producerId) {
      this.#producerId = producerId;
      this.#nextSequence = 0;
    }
    const pending = this.#take(room, onUnwanted);
    if (pending.length === 0) return undefined;
    const { topic, partition } = this;
    const batch = {
      topic,
      partition,
      records: pending.map(({ record }) => record),
      identity: { producerId, firstSequence: this.#nextSequence },
      bytes: pending.reduce((sum, record) => sum + record.bytes, 0),
    };
    this.#batch = { pending, batch, mayBeAppended: false };
    return this.#batch;
  }

  #take(
    { records: maxRecords, bytes: maxBytes }: Load,
    onUnwanted: (record: PendingRecord) => void,
  ): PendingRecord[] {
    const taken: PendingRecord[] = [];
    const max = Math.min(maxRecords, this.#maxRecords);
    let bytes = 0;
    for (let record = this.queue.peekFront(); record !== undefined; record = this.queue.peekFront()) {
      if (taken.length > 0 && (taken.length >= max || bytes + record.bytes > maxBytes)) break;
      this.queue.shift();
      if (record.isWanted?.() === false) {
        onUnwanted(record);
        continue;
      }
      taken.push(record);
      bytes += record.bytes;
    }
    return taken;
  }

  /** Notes what became of the batch that was on its way. */
  settle(verdict: Verdict): Settled {
    const batch = this.#batch;
    if (batch === undefined) return NOTHING;
    switch (verdict) {
      case 'appended':
        return this.#appended(batch);
      case 'refused':
        return this.#refused(batch);
      case 'unrecognised':
        this.#startAnew(batch);
        break;
      case 'unknown':
        batch.mayBeAppended = true;
        break;
      case 'not-appended':
        if (!batch.mayBeAppended) this.#dissolve(batch);
    }
    this.failures += 1;
    return NOTHING;
  }

  #appended({ pending }: PendingBatch): Settled {
    this.#batch = undefined;
    this.failures = 0;
    this.#maxRecords *= 2;
    this.#nextSequence = (this.#nextSequence + pending.length) % SEQUENCES;
    return { acknowledged: pending, refused: [] };
  }

  #refused(batch: PendingBatch): Settled {
    // An attempt before this one may have used up the sequence numbers.
    if (batch.mayBeAppended) this.#unrecognisedId = batch.batch.identity.producerId;
    this.failures = 0;
    const { pending } = batch;
    if (pending.length > 1) {
      this.#dissolve(batch);
      this.#maxRecords = pending.length >> 1;
      return NOTHING;
    }
    this.#batch = undefined;
    this.#maxRecords *= 2;
    return { acknowledged: [], refused: pending };
  }

  /** Numbers the records from 0 again, under the next producer id. */
  #startAnew(batch: PendingBatch): void {
    this.#unrecognisedId = batch.batch.identity.producerId;
    this.#dissolve(batch);
  }

  /** Puts the batch's records back to the front. */
  #dissolve({ pending }: PendingBatch): void {
    this.#batch = undefined;
    for (const record of pending.toReversed()) this.queue.unshift(record);
  }
}
