import type { Pool } from '@casewire/database';
import { saveCatchUp, type Replay } from '@casewire/invocation-ledger';
import { hasPassed, toNoted, type Positions } from '../find-lost/positions.ts';

/**
 * Proves that an event without an invocation will get none by itself: a replay of what is missing begins only then.
 *
 * 1. It notes the end of `accepted.v1`. Every event of the replay stands below this end.
 * 2. When matching has passed that end, it notes the ends of `deliveries.v1` and `ordered.v1`: the invocations of all
 *    those events stand below these ends.
 * 3. When the ledger has passed these, it has the invocations.
 *
 * Every step is saved, so that any process can go on.
 */
export class CatchUp {
  readonly #pool: Pool;
  readonly #positions: Positions;

  constructor(pool: Pool, positions: Positions) {
    this.#pool = pool;
    this.#positions = positions;
  }

  /** Goes as far as it can go now. Returns whether the replay may begin. */
  async step({ id, acceptedEnd, ledgerEnds }: Replay): Promise<boolean> {
    const [pool, positions] = [this.#pool, this.#positions];
    if (acceptedEnd === null) {
      await saveCatchUp(pool, id, { acceptedEnd: toNoted(await positions.end('accepted')) });
      return false;
    }
    if (ledgerEnds === null) {
      const [committed, log] = await Promise.all([
        positions.committed('matching', 'accepted'),
        positions.log('accepted'),
      ]);
      if (!hasPassed(acceptedEnd, committed, log)) return false;
      const [deliveries, ordered] = await Promise.all([
        positions.end('deliveries'),
        positions.end('ordered'),
      ]);
      const ends = { deliveries: toNoted(deliveries), ordered: toNoted(ordered) };
      await saveCatchUp(pool, id, { ledgerEnds: ends });
      return false;
    }
    for (const topic of ['deliveries', 'ordered'] as const) {
      const [applied, log] = await Promise.all([positions.applied(topic), positions.log(topic)]);
      if (!hasPassed(ledgerEnds[topic], applied, log)) return false;
    }
    await saveCatchUp(pool, id, { isCaughtUp: true });
    return true;
  }
}
