import {
  countReleased,
  selectScheduledHolders,
  wasCrowdedOut,
  type DueInvocation,
  type ReleaseChoice,
  type ReleasedCount,
} from '@casewire/invocation-ledger';
import type { Pool } from '@casewire/database';
import { holderKey, Shares, Turns, type Holder } from '@casewire/shares';

/** Due invocations that tenants take turns among. */
const CANDIDATES = 10_000;

/** The same while any of them waits for room at delivery: rounds look often then, and most of what they see may not go. */
const CROWDED_CANDIDATES = 2_000;

/** If more is due, so many tenants and environments bring their oldest into each round, in turn. */
const HOLDERS = 50;

/** The part of the time that counting what is released may take, while anything waits for room. */
const COUNTING_SHARE = 0.1;

/**
 * Decides what is released next. Tenants take turns, however many invocations of others have been due for longer. What
 * delivery had no room for comes back only while its tenant and environment has fewer releases out than its share of the
 * sending places: if it came back sooner, it would only be deferred again. Everything else is released when it is due.
 */
export class ReleaseShares implements ReleaseChoice {
  readonly #places: number;
  #out: Shares;
  #isCrowded = false;
  #nextCountAt = -Infinity;
  /** Whether more was due at the last look than it could show. */
  #isOverfull = false;
  #holders: readonly Holder[] = [];

  /** @param places requests to receivers at once, of one delivery process: with several, releases are out by turns */
  constructor(places: number) {
    this.#places = places;
    this.#out = new Shares(places);
  }

  get candidates(): number {
    return this.#isCrowded ? CROWDED_CANDIDATES : CANDIDATES;
  }

  /** Whether anything that is due waits for room, as far as the last look at the schedule showed. */
  get isCrowded(): boolean {
    return this.#isCrowded;
  }

  /** Who brings their oldest into this round. Empty: the round looks at what has been due longest, whosever it is. */
  get holders(): readonly Holder[] {
    return this.#holders;
  }

  /** Looks up what the next choice depends on. */
  async refresh(pool: Pool): Promise<void> {
    this.#holders = await this.#nextHolders(pool);
    await this.refreshCounts(pool);
  }

  /**
   * The next page of all that have anything scheduled, while more is due than one look shows. An empty page follows the last
   * one: that round looks again whether more is due.
   */
  async #nextHolders(pool: Pool): Promise<readonly Holder[]> {
    if (!this.#isOverfull) return [];
    const last = this.#holders.at(-1);
    if (last !== undefined && this.#holders.length < HOLDERS) return [];
    return selectScheduledHolders(pool, HOLDERS, last);
  }

  /**
   * Counts what is released, as often as `COUNTING_SHARE` allows.
   * @param isWanted whether it matters. Default: whether anything waits for room
   */
  async refreshCounts(pool: Pool, isWanted = this.#isCrowded): Promise<void> {
    const begunAt = performance.now();
    if (!isWanted || begunAt < this.#nextCountAt) return;
    this.note(await countReleased(pool));
    this.#nextCountAt = begunAt + (performance.now() - begunAt) / COUNTING_SHARE;
  }

  /** Takes note of what is released. Whoever has the least is counted first, as if all had come at once. */
  note(counts: readonly ReleasedCount[]): void {
    this.#out = new Shares(this.#places);
    for (const count of counts.toSorted((one, other) => one.released - other.released)) {
      let counted = 0;
      while (counted < count.released && this.#out.take(holderKey(count))) counted += 1;
    }
  }

  /** Takes room for more releases of a tenant and environment, up to its share. Returns for how many, up to `wanted`. */
  takeRoom(holder: Holder, wanted: number): number {
    let taken = 0;
    while (taken < wanted && this.#out.take(holderKey(holder))) taken += 1;
    return taken;
  }

  choose(due: readonly DueInvocation[], limit: number): DueInvocation[] {
    const turns = new Turns<DueInvocation>();
    for (const each of due) turns.add(each, each);
    const isCrowded = due.some(wasCrowdedOut);
    if (this.#holders.length === 0) {
      this.#isOverfull = due.length >= this.candidates;
      this.#isCrowded = isCrowded;
    } else {
      // A page of holders says nothing of the others.
      this.#isCrowded ||= isCrowded;
    }
    const chosen: DueInvocation[] = [];
    while (chosen.length < limit) {
      const next = turns.next((each) => (this.#mayGo(each) ? 'take' : 'drop'));
      if (next === undefined) break;
      this.#out.take(holderKey(next));
      chosen.push(next);
    }
    return chosen;
  }

  #mayGo(due: DueInvocation): boolean {
    return !wasCrowdedOut(due) || this.#out.mayTake(holderKey(due));
  }
}
