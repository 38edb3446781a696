import { Turns, type Holder, type TurnVerdict } from '@casewire/shares';
import Denque from 'denque';
import type { KafkaRecord } from '../record.ts';
import type { Entry } from './partition-state.ts';

/** Records of a partition that must be handled in their order. */
export class Strand {
  /** Given to the handler or to be given again, and not settled; in their order. */
  readonly taken = new Set<Entry>();
  /** Those behind them. */
  readonly waiting = new Denque<Entry>();
}

/** Names the strand of an entry within its partition; undefined if no other entry matters to it. */
export type StrandKey = (entry: Entry) => string | undefined;

/** Records with equal keys are handled in their order. */
export const byRecordKey: StrandKey = ({ record }) => record.key?.toString('latin1');

/** All records of a partition are handled in their order. */
export const byPartition: StrandKey = () => '';

/** Any record may be handled at any time. */
export const unordered: StrandKey = () => undefined;

/** Whose record it is; undefined if it does not say. Records of the same holder keep the order in which they were fetched. */
export type HolderOf = (record: KafkaRecord) => Holder | undefined;

/** Tenants share a handler for so long after records of two of them arrived one behind the other. */
const SHARED_FOR_MS = 1_000;

/** Stands for all records that name no holder. */
const nobody: Holder = { tenantId: '', environment: 'sandbox' };

/** What a call that is being put together has so far, and the most bytes that it may have more. */
export interface CallSoFar {
  readonly entries: ReadonlySet<Entry>;
  readonly maxBytes: number;
}

/**
 * A handler's records that were fetched and not handed over. Tenants take turns. Each strand is kept in order: no record
 * is handed over while an earlier one of its strand is not settled, unless both go in the same call.
 */
export class Strands {
  readonly #keyOf: StrandKey;
  readonly #holderOf: HolderOf;
  readonly #turns = new Turns<Entry>();
  #lastTenantId: string | undefined;
  #sharedUntil = 0;

  /** @param holderOf who takes turns. Default: nobody, so records go in the order in which they were fetched */
  constructor(keyOf: StrandKey, holderOf: HolderOf = () => undefined) {
    this.#keyOf = keyOf;
    this.#holderOf = holderOf;
  }

  /** Whether records of more than one tenant have arrived lately. */
  get areShared(): boolean {
    return performance.now() < this.#sharedUntil;
  }

  /** Puts a fetched entry in line. */
  arrive(entry: Entry): void {
    const holder = this.#holder(entry);
    const key = this.#keyOf(entry);
    if (key !== undefined) {
      const { strands } = entry.partition;
      let strand = strands.get(key);
      if (strand === undefined) strands.set(key, (strand = new Strand()));
      entry.strand = strand;
      strand.waiting.push(entry);
    }
    if (this.#lastTenantId !== undefined && holder.tenantId !== this.#lastTenantId)
      this.#sharedUntil = performance.now() + SHARED_FOR_MS;
    this.#lastTenantId = holder.tenantId;
    this.#turns.add(holder, entry);
  }

  /** Takes the next entry for a call; undefined if none may go now. */
  next(call: CallSoFar): Entry | undefined {
    const entry = this.#turns.next((each) => judge(each, call));
    const strand = entry?.strand;
    if (entry === undefined || strand === undefined) return entry;
    strand.waiting.shift();
    strand.taken.add(entry);
    this.#giveTurn(strand);
    return entry;
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
    if (strand.waiting.length > 0) this.#giveTurn(strand);
    else entry.partition.strands.delete(this.#keyOf(entry) ?? '');
  }

  /** The first entry of a strand gets another turn if it came to its turn when it could not go. */
  #giveTurn(strand: Strand): void {
    const first = strand.waiting.peekFront();
    if (first?.missedTurn !== true) return;
    first.missedTurn = false;
    this.#turns.addFirst(this.#holder(first), first);
  }

  #holder({ record }: Entry): Holder {
    return this.#holderOf(record) ?? nobody;
  }
}

/** An entry that is dropped because its strand is not free gets another turn when it is. */
function judge(entry: Entry, { entries, maxBytes }: CallSoFar): TurnVerdict {
  const { strand, partition } = entry;
  if (!partition.held) return 'drop';
  if (strand !== undefined && (strand.waiting.peekFront() !== entry || !isFree(strand, entries))) {
    entry.missedTurn = true;
    return 'drop';
  }
  return entry.bytes <= maxBytes ? 'take' : 'wait';
}

/** Whether nothing of a strand is taken but by the call that is being put together. */
function isFree({ taken }: Strand, inCall: ReadonlySet<Entry>): boolean {
  const [first] = taken;
  return first === undefined || inCall.has(first);
}
