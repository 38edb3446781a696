import type { KafkaRecord, TopicPartition } from '../record.ts';
import { Fifo } from './fifo.ts';
import type { InFlightBudget, Load } from './in-flight-budget.ts';
import { OffsetTracker, type OffsetCommit } from './offset-tracker.ts';

/** One fetched record on its way through a handler. */
export interface Entry {
  readonly record: KafkaRecord;
  readonly partition: PartitionState;
  readonly bytes: number;
  /** How often it failed while it was the only record of its batch. */
  failuresAlone: number;
  /** Dead-lettered and acknowledged: only its offset remains to be moved over. */
  settled: boolean;
}

/** Where reading of a partition begins. */
export interface StartPosition extends OffsetCommit {
  /** The position that was stored, where the log does not reach it any more: the next range goes on from there. */
  readonly stored?: number;
}

/** What a process holds of one partition, from the join that brought it to the one that takes it away. */
export class PartitionState implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly queue = new Fifo<Entry>();
  readonly tracker: OffsetTracker;
  /** Where an offset store stands: the `from` of the next range. */
  storedPosition: bigint;
  /** The tracker's version of the last commit. */
  committedVersion = 0;
  /** Fetching is switched off, because too much is in flight. */
  isPaused = false;
  /** Set where the next fetch must begin at `tracker.next`: what was fetched from elsewhere is dropped. */
  isSeeking = false;
  readonly #budget: InFlightBudget;
  #held = true;
  #load: Load = { records: 0, bytes: 0 };

  constructor({ topic, partition }: TopicPartition, start: StartPosition, budget: InFlightBudget) {
    this.topic = topic;
    this.partition = partition;
    this.tracker = new OffsetTracker(start);
    this.storedPosition = BigInt(start.stored ?? start.offset);
    this.#budget = budget;
  }

  /** False for ever after `release`. */
  get held(): boolean {
    return this.#held;
  }

  get load(): Load {
    return this.#load;
  }

  /** Takes a record unless it was taken or completed before. */
  offer(record: KafkaRecord, bytes: number): void {
    const offset = Number(record.offset);
    if (offset < this.tracker.next || !this.tracker.add(offset)) return;
    this.#addLoad({ records: 1, bytes });
    this.queue.push({ record, partition: this, bytes, failuresAlone: 0, settled: false });
  }

  complete(entry: Entry): void {
    if (!this.#held) return;
    this.tracker.complete(Number(entry.record.offset));
    this.#addLoad({ records: -1, bytes: -entry.bytes });
  }

  /** The partition is not ours any more: what is queued is dropped, what completes later is ignored. */
  release(): void {
    this.#held = false;
    this.queue.clear();
    this.#budget.subtract(this.#load);
    this.#load = { records: 0, bytes: 0 };
  }

  #addLoad(change: Load): void {
    this.#load = { records: this.#load.records + change.records, bytes: this.#load.bytes + change.bytes };
    this.#budget.add(change);
  }
}
