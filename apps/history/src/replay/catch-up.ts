import type { Pool } from '@casewire/database';
import { saveCatchUp, type Replay } from '@casewire/invocation-ledger';
import { stepCatchUp } from '../find-lost/catch-up.ts';
import type { Positions } from '../find-lost/positions.ts';

/** Lets a replay of what is missing begin only when `stepCatchUp` has proved it. Every step is saved, so that any process can go on. */
export class CatchUp {
  readonly #pool: Pool;
  readonly #positions: Positions;

  constructor(pool: Pool, positions: Positions) {
    this.#pool = pool;
    this.#positions = positions;
  }

  /** Goes one step, if it can now. Returns whether the replay may begin. */
  async step({ id, acceptedEnd, ledgerEnds }: Replay): Promise<boolean> {
    const step = await stepCatchUp(this.#positions, { acceptedEnd, ledgerEnds });
    const isCaughtUp = step.kind === 'caught-up';
    if (isCaughtUp) await saveCatchUp(this.#pool, id, { isCaughtUp });
    if (step.kind === 'noted') await saveCatchUp(this.#pool, id, step.notes);
    return isCaughtUp;
  }
}
