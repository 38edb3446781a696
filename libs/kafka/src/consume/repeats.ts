import { partitionKey } from '../record.ts';
import type { Entry } from './partition-state.ts';

/** Entries that are to be given to the handler again. */
export class Repeats {
  /** Each in a call of its own, so that it shows which of them the handler cannot take. */
  #apart: (readonly Entry[])[] = [];
  /** In calls together. */
  #together: Entry[] = [];

  get isEmpty(): boolean {
    return this.#apart.length === 0 && this.#together.length === 0;
  }

  /** Adds groups that go before all others. */
  addApart(...groups: readonly (readonly Entry[])[]): void {
    this.#apart.unshift(...groups.filter(({ length }) => length > 0));
  }

  addTogether(entries: readonly Entry[]): void {
    this.#together.push(...entries);
  }

  /**
   * Takes the entries of the next call; none if none of them may go now.
   * @param ready chooses those of the entries that one call may have now
   */
  take(ready: (entries: readonly Entry[]) => readonly Entry[], maxRecords: number): readonly Entry[] {
    for (const [index, group] of this.#apart.entries()) {
      const held = group.filter(isHeld);
      const taken = ready(held);
      this.#apart[index] = without(held, taken);
      if (taken.length === 0) continue;
      this.#apart = this.#apart.filter(({ length }) => length > 0);
      return taken;
    }
    this.#apart = this.#apart.filter(({ length }) => length > 0);
    const held = this.#together.filter(isHeld).sort(inOrder);
    const taken = ready(held).slice(0, maxRecords);
    this.#together = without(held, taken);
    return taken;
  }
}

const isHeld = ({ partition }: Entry): boolean => partition.held;

function without(entries: readonly Entry[], taken: readonly Entry[]): Entry[] {
  const gone = new Set(taken);
  return entries.filter((entry) => !gone.has(entry));
}

/** In the order in which they were fetched, and in that of their partition. */
function inOrder(one: Entry, other: Entry): number {
  return (
    one.fetchedAt - other.fetchedAt ||
    partitionKey(one.partition).localeCompare(partitionKey(other.partition)) ||
    Number(one.record.offset - other.record.offset)
  );
}
