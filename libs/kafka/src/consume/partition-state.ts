import Denque from 'denque';
import type { Load } from '../observers.ts';
import type { KafkaRecord, TopicPartition } from '../record.ts';
import { BITMAP_CAPACITY } from './completion-bitmap.ts';
import type { InFlightBudget } from './in-flight-budget.ts';
import { OffsetTracker, type OffsetCommit } from './offset-tracker.ts';
import type { StartPosition } from './start-position.ts';
import type { Strand } from './strands.ts';

/** One fetched record on its way through a handler. */
export interface Entry {
  readonly record: KafkaRecord;
  readonly partition: PartitionState;
  readonly bytes: number;
  /** When it was fetched, by `performance.now()`. */
  readonly fetchedAt: number;
  /** Faults in a row that it did not cause. */
  failures: number;
  /** How often it failed while it was the only record of its batch. */
  failuresAlone: number;
  /** Dead-lettered and acknowledged: only its offset remains to be moved over. */
  settled: boolean;
  /** What it must be handled in order with, once it was taken out of its queue. */
  strand: Strand | undefined;
  /** It was its turn while it could not go: it gets another one. */
  missedTurn: boolean;
  /** See `RecordBatch.isStraggler`. */
  readonly isStraggler: boolean;
}

/** How far beyond a straggler its partition was completed: a quarter of what a commit can remember. */
const STRAGGLER_DISTANCE = BITMAP_CAPACITY / 4;

/** What becomes of a fetched record. */
export type Offer =
  | 'queued'
  /** It was taken or completed before. */
  | 'known'
  /** So far ahead of the watermark that a commit could not hold its completion: it must be fetched again later. */
  | 'too-far';

/** What a process holds of one partition, from the join that brings it to the one that takes it away. */
export class PartitionState implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Fetched, and not yet in line for the handler. */
  readonly queue = new Denque<Entry>();
  /** Records whose order matters, by what they have in common. */
  readonly strands = new Map<string, Strand>();
  readonly tracker: OffsetTracker;
  /** Position in the offset store, and so the `from` of the next range. Undefined without an offset store. */
  storedPosition: bigint | undefined;
  /** Another member may have held the partition since our last commit: nothing is committed until it is known. */
  isUnverified = false;
  /** Nothing is fetched, because too much is in flight. */
  isPaused = false;
  /** Records handed over and not completed. */
  unsettled = 0;
  readonly #budget: InFlightBudget;
  readonly #limits: Load;
  /** The group's commit as we last knew it; undefined if there was none. */
  #committed: OffsetCommit | undefined;
  /** A commit whose answer is outstanding or was lost: it may be the group's commit. */
  #attempted: OffsetCommit | undefined;
  #committedVersion = 0;
  #held = true;
  #records = 0;
  #bytes = 0;

  constructor(
    { topic, partition }: TopicPartition,
    start: StartPosition,
    limits: Load,
    budget: InFlightBudget,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.tracker = new OffsetTracker(start.read);
    this.storedPosition = start.stored;
    this.#committed = start.committed;
    this.#limits = limits;
    this.#budget = budget;
  }

  /** False for ever after `release`. */
  get held(): boolean {
    return this.#held;
  }

  get load(): Load {
    return { records: this.#records, bytes: this.#bytes };
  }

  get isFull(): boolean {
    const { records, bytes } = this.#limits;
    return this.#records >= records || this.#bytes >= bytes || this.#span >= BITMAP_CAPACITY;
  }

  /** Whether at least half of the room is free. */
  get hasRoom(): boolean {
    const { records, bytes } = this.#limits;
    return this.#records <= records / 2 && this.#bytes <= bytes / 2 && this.#span <= BITMAP_CAPACITY / 2;
  }

  offer(record: KafkaRecord, bytes: number): Offer {
    const offset = Number(record.offset);
    if (offset < this.tracker.next) return 'known';
    if (offset - this.tracker.watermark > BITMAP_CAPACITY && this.#records > 0) return 'too-far';
    if (!this.tracker.add(offset)) return 'known';
    this.#addLoad(1, bytes);
    const fetchedAt = performance.now();
    this.queue.push({
      record,
      partition: this,
      bytes,
      fetchedAt,
      failures: 0,
      failuresAlone: 0,
      settled: false,
      strand: undefined,
      missedTurn: false,
      isStraggler: offset + STRAGGLER_DISTANCE < this.tracker.completedUntil,
    });
    return 'queued';
  }

  complete(entry: Entry): void {
    if (!this.#held || !this.tracker.complete(Number(entry.record.offset))) return;
    this.unsettled -= 1;
    this.#addLoad(-1, -entry.bytes);
  }

  /** Gives the partition up: queued records are dropped, and completions that come later are ignored. */
  release(): void {
    this.#held = false;
    this.queue.clear();
    this.strands.clear();
    this.#addLoad(-this.#records, -this.#bytes);
  }

  /** The commit to be made now; undefined if the group's commit says the same already. */
  nextCommit(): PendingCommit | undefined {
    const { version } = this.tracker;
    if (version === this.#committedVersion) return undefined;
    const commit =
      this.storedPosition === undefined ? this.tracker.toCommit() : this.#mark(this.storedPosition);
    this.#attempted = commit;
    return {
      commit,
      acknowledge: () => {
        this.#committed = commit;
        this.#committedVersion = version;
      },
    };
  }

  /** False if another member has committed since we did: what we hold of the partition is outdated. */
  isLastCommittedHere(found: OffsetCommit | undefined): boolean {
    return (
      isSame(found, this.#committed) || (this.#attempted !== undefined && isSame(found, this.#attempted))
    );
  }

  /** Makes the next commit happen even if nothing was completed: what the group has committed lies outside the log. */
  commitAgain(): void {
    this.#committedVersion = -1;
  }

  /** The position to go on from in a log that was made anew. */
  restartAt(offset: number): StartPosition {
    const read = { offset, metadata: '' };
    return { read, stored: this.storedPosition, committed: this.#committed, isOutOfRange: true };
  }

  get #span(): number {
    return this.tracker.next - this.tracker.watermark;
  }

  /**
   * The stored position, for people and for cuts. It is never lowered: a store behind its mark was restored from a
   * backup.
   */
  #mark(storedPosition: bigint): OffsetCommit {
    return { offset: Math.max(this.#committed?.offset ?? 0, Number(storedPosition)), metadata: '' };
  }

  #addLoad(records: number, bytes: number): void {
    this.#records += records;
    this.#bytes += bytes;
    this.#budget.add(records, bytes);
  }
}

/** A commit on its way. */
export interface PendingCommit {
  readonly commit: OffsetCommit;
  /** The broker has it. */
  readonly acknowledge: () => void;
}

function isSame(a: OffsetCommit | undefined, b: OffsetCommit | undefined): boolean {
  return a?.offset === b?.offset && (a?.metadata ?? '') === (b?.metadata ?? '');
}
