import { stepCatchUp, type CatchUpNotes } from './catch-up.ts';
import type { Positions } from './positions.ts';

const nothingNoted: CatchUpNotes = { acceptedEnd: null, ledgerEnds: null };

/**
 * Keeps the events of a gap from being rematched while some of them are on their way for the first time: such an event
 * would be sent by both ways. What it has noted is kept in memory, and another process notes anew.
 */
export class RematchGate {
  readonly #positions: Positions;
  #begun: { readonly noticedBefore: number; readonly notes: CatchUpNotes } | undefined;

  constructor(positions: Positions) {
    this.#positions = positions;
  }

  /**
   * Goes as far as it can go now. Call it with the next cut, if it does not open.
   * @param noticedBefore milliseconds since the epoch: gaps were noticed before this instant
   * @returns the instant before which gaps were noticed that may be closed; undefined while none may
   */
  async open(noticedBefore: number): Promise<number | undefined> {
    let begun = this.#begun ?? { noticedBefore, notes: nothingNoted };
    for (;;) {
      const step = await stepCatchUp(this.#positions, begun.notes);
      if (step.kind === 'noted') begun = { ...begun, notes: step.notes };
      this.#begun = step.kind === 'caught-up' ? undefined : begun;
      if (step.kind !== 'noted') return step.kind === 'caught-up' ? begun.noticedBefore : undefined;
    }
  }
}
