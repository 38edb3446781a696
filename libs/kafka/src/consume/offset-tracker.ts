import { decodeCompletions, encodeCompletions } from './completion-bitmap.ts';

/** What is committed for a partition. */
export interface OffsetCommit {
  readonly offset: number;
  readonly metadata: string;
}

/** How many completed entries the list may begin with before it is compacted. */
const COMPACT_AFTER = 1_024;

/**
 * Which offsets of one partition are outstanding. The low watermark is the first of them: everything below is
 * completed, so it is what may be committed.
 */
export class OffsetTracker {
  /** Offsets in ascending order. Those before `#head` are completed; of the others `#done` says which are. */
  #offsets: number[] = [];
  #done: boolean[] = [];
  #head = 0;
  #next: number;
  /** Offsets that an earlier owner has completed ahead of its watermark, and that reading has not reached yet. */
  readonly #completedAhead: Set<number>;
  /** The last offset that an earlier owner has completed ahead of its watermark; the watermark if there is none. */
  readonly completedUntil: number;
  #version = 0;

  constructor(start: OffsetCommit) {
    this.#next = start.offset;
    const completedAhead = decodeCompletions(start.offset, start.metadata);
    this.#completedAhead = new Set(completedAhead);
    this.completedUntil = completedAhead.at(-1) ?? start.offset;
  }

  /** Everything below is completed. */
  get watermark(): number {
    return this.#offsets[this.#head] ?? this.#next;
  }

  /** The first offset that was not read yet. */
  get next(): number {
    return this.#next;
  }

  /** Grows with each change of `toCommit`'s answer. */
  get version(): number {
    return this.#version;
  }

  /**
   * Notes that an offset was read; offsets must ascend. Offsets that are skipped (control records, compaction) count
   * as completed.
   * @returns false if it was completed before and must not be handed over again
   */
  add(offset: number): boolean {
    this.passTo(offset);
    this.#next = offset + 1;
    if (this.#completedAhead.delete(offset)) {
      if (this.#head < this.#offsets.length) this.#append(offset, true);
      this.#version += 1;
      return false;
    }
    this.#append(offset, false);
    return true;
  }

  /** Notes that reading has reached `next` and found nothing more before it. */
  passTo(next: number): void {
    if (next <= this.#next) return;
    this.#next = next;
    this.#version += 1;
  }

  /**
   * Notes that an offset is completed.
   * @returns false if it is not outstanding; nothing changes then
   */
  complete(offset: number): boolean {
    const index = this.#indexOf(offset);
    if (index === undefined || this.#done[index]) return false;
    this.#done[index] = true;
    this.#version += 1;
    while (this.#head < this.#offsets.length && this.#done[this.#head]) this.#head += 1;
    this.#compact();
    return true;
  }

  toCommit(): OffsetCommit {
    const offset = this.watermark;
    return { offset, metadata: encodeCompletions(offset, this.#completedBeyond()) };
  }

  *#completedBeyond(): Iterable<number> {
    for (let index = this.#head; index < this.#offsets.length; index++) {
      if (this.#done[index]) yield this.#offsets[index] ?? 0;
    }
    yield* this.#completedAhead;
  }

  #append(offset: number, done: boolean): void {
    this.#offsets.push(offset);
    this.#done.push(done);
  }

  #indexOf(offset: number): number | undefined {
    let low = this.#head;
    let high = this.#offsets.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#offsets[middle] ?? 0;
      if (found === offset) return middle;
      if (found < offset) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  #compact(): void {
    if (this.#head < COMPACT_AFTER && this.#head < this.#offsets.length) return;
    this.#offsets = this.#offsets.slice(this.#head);
    this.#done = this.#done.slice(this.#head);
    this.#head = 0;
  }
}
