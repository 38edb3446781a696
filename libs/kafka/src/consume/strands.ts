import Denque from 'denque';
import type { Entry } from './partition-state.ts';

/** Records of a partition that must be handled in their order. */
export class Strand {
  /** Given to the handler or to be given again, and not settled; in their order. */
  readonly taken = new Set<Entry>();
  /** Those behind them. */
  readonly parked = new Denque<Entry>();
}

/** Names the strand of an entry within its partition; undefined if no other entry matters to it. */
export type StrandKey = (entry: Entry) => string | undefined;

/** Records with equal keys are handled in their order. */
export const byRecordKey: StrandKey = ({ record }) => record.key?.toString('latin1');

/** All records of a partition are handled in their order. */
export const byPartition: StrandKey = () => '';

/** Any record may be handled at any time. */
export const unordered: StrandKey = () => undefined;

/**
 * Keeps a handler's records in order: none is handed over while an earlier one of its strand is not settled, unless both
 * go in the same call.
 */
export class Strands {
  readonly #keyOf: StrandKey;
  /** Strands whose parked entries may go. */
  readonly #freed = new Set<Strand>();

  constructor(keyOf: StrandKey) {
    this.#keyOf = keyOf;
  }

  /**
   * Takes a fetched entry for the call that is being put together. Returns false if it must wait; it comes with
   * `nextFreed` then.
   * @param inCall the entries that the call has so far
   */
  admit(entry: Entry, inCall: ReadonlySet<Entry>): boolean {
    const key = this.#keyOf(entry);
    if (key === undefined) return true;
    const { strands } = entry.partition;
    let strand = strands.get(key);
    if (strand === undefined) {
      strand = new Strand();
      strands.set(key, strand);
    }
    entry.strand = strand;
    if (strand.parked.length > 0 || !isFree(strand, inCall)) {
      strand.parked.push(entry);
      return false;
    }
    strand.taken.add(entry);
    return true;
  }

  /**
   * The next entry that waited and need wait no longer; undefined if there is none, or if it is of more than `maxBytes`.
   * @param inCall the entries that the call has so far
   */
  nextFreed(inCall: ReadonlySet<Entry>, maxBytes: number): Entry | undefined {
    for (const strand of this.#freed) {
      const entry = strand.parked.peekFront();
      if (entry?.partition.held === true && isFree(strand, inCall)) {
        if (entry.bytes > maxBytes) return undefined;
        strand.parked.shift();
        strand.taken.add(entry);
        return entry;
      }
      this.#freed.delete(strand);
    }
    return undefined;
  }

  /** Those of the entries, all of them taken, that one call may have: none whose predecessor is not among them. */
  ready(entries: readonly Entry[]): Entry[] {
    const together = new Set(entries);
    const strands = new Set(entries.map(({ strand }) => strand));
    strands.delete(undefined);
    const isReady = new Set<Entry>();
    for (const strand of strands) {
      for (const entry of strand?.taken ?? []) {
        if (!together.has(entry)) break;
        isReady.add(entry);
      }
    }
    return entries.filter((entry) => entry.strand === undefined || isReady.has(entry));
  }

  /** Notes that an entry is settled: those behind it may go. */
  settle(entry: Entry): void {
    const { strand } = entry;
    if (strand === undefined || !strand.taken.delete(entry) || strand.taken.size > 0) return;
    if (strand.parked.length > 0) this.#freed.add(strand);
    else entry.partition.strands.delete(this.#keyOf(entry) ?? '');
  }
}

/** Whether nothing of a strand is taken but by the call that is being put together. */
function isFree({ taken }: Strand, inCall: ReadonlySet<Entry>): boolean {
  const [first] = taken;
  return first === undefined || inCall.has(first);
}
