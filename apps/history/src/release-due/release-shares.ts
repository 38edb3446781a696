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
const CANDIDATES = 2_000;

/** If more is due, so many tenants and environments bring their oldest into each round, in turn. */
const HOLDERS = 50;

/** How often it is counted what is released, while anything waits for room. */
const COUNT_INTERVAL_MS = 500;

/**
 * Decides what is released next. Tenants take turns, however many invocations of others have been due for longer. What
 * delivery had no room for comes back only while its tenant and environment has fewer releases out than its share of the
 * sending places: if it came back sooner, it would only be deferred again. Everything else is released when it is due.
 */
export class ReleaseShares implements ReleaseChoice {
  readonly candidates = CANDIDATES;
  readonly #places: number;
  #out: Shares;
  #isCrowded = false;
  #countedAt = -Infinity;
  /** Whether more was due at the last look than it could show. */
  #isOverfull = false;
  #holders: readonly Holder[] = [];

  /** @param places requests to receivers at once, of one delivery process: with several, releases are out by turns */
  constructor(places: number) {
    this.#places = places;
    this.#out = new Shares(places);
  }

  /** Whether anything that is due waits for room, as far as the last look at the schedule showed. */
  get isCrowded(): boolean {
    return this.#isCrowded;
  }

  get holders(): readonly Holder[] {
    return this.#holders;
  }

  /** Looks up what the next choice depends on. */
  async refresh(pool: Pool): Promise<void> {
    await this.#refreshHolders(pool);
    await this.refreshCounts(pool);
  }

  async #refreshHolders(pool: Pool): Promise<void> {
    const isAtEnd = this.#holders.length < HOLDERS;
    const after = isAtEnd ? undefined : this.#holders.at(-1);
    this.#holders = this.#isOverfull ? await selectScheduledHolders(pool, HOLDERS, after) : [];
  }

  /**
   * Counts what is released, where it matters and was not counted lately.
   * @param isWanted whether it matters. Default: whether anything waits for room
   */
  async refreshCounts(pool: Pool, isWanted = this.#isCrowded): Promise<void> {
    const now = performance.now();
    if (!isWanted || now < this.#countedAt + COUNT_INTERVAL_MS) return;
    this.note(await countReleased(pool));
    this.#countedAt = now;
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
    this.#isCrowded = due.some(wasCrowdedOut);
    this.#isOverfull = due.length >= CANDIDATES;
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
