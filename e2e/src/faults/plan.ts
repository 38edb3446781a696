import fc from 'fast-check';
import { kindNamed, lanes, type FaultKindName, type Lane } from './kinds.ts';

/** One thing that is broken and mended. */
export interface Fault {
  readonly kind: FaultKindName;
  /** A service, or the empty text. */
  readonly target: string;
  /** The pause before it, once the lane has been whole for as long as it was broken. */
  readonly afterMs: number;
  /** How long it is left broken before it is mended. */
  readonly lastsMs: number;
}

export type Plan = Readonly<Record<Lane, readonly Fault[]>>;

/** Shortest and longest `afterMs`. */
export const PAUSE_MS = [2_000, 5_000] as const;

/**
 * The faults of a run: the same for the same seed and choices. Each lane has enough for its time, even if each were
 * mended at once. Every kind of a lane, for every target, comes once before any comes again.
 */
export function planFaults(choices: {
  readonly seed: number;
  readonly lastsMs: number;
  readonly kinds: readonly FaultKindName[];
}): Plan {
  const planLane = (lane: Lane): readonly Fault[] => {
    const kinds = choices.kinds.filter((kind) => kindNamed(kind).lane === lane);
    const seed = choices.seed + lanes.indexOf(lane);
    return kinds.length === 0 ? [] : fill(roundsOf(kinds, seed), choices.lastsMs);
  };
  return {
    services: planLane('services'),
    servers: planLane('servers'),
    neighbours: planLane('neighbours'),
    customers: planLane('customers'),
    outages: planLane('outages'),
  };
}

/** Takes faults until they last as long as the run. */
function fill(rounds: (round: number) => readonly Fault[], lastsMs: number): readonly Fault[] {
  const faults: Fault[] = [];
  let plannedMs = 0;
  for (let round = 0; plannedMs < lastsMs; round++)
    for (const fault of rounds(round)) {
      if (plannedMs >= lastsMs) break;
      plannedMs += fault.afterMs + fault.lastsMs;
      faults.push(fault);
    }
  return faults;
}

/** Every kind for every target, shuffled anew each round. */
function roundsOf(kinds: readonly FaultKindName[], seed: number): (round: number) => readonly Fault[] {
  const all = kinds.flatMap((kind) => kindNamed(kind).targets.map((target) => ({ kind, target })));
  const round = fc
    .shuffledSubarray(all, { minLength: all.length })
    .chain((order) => fc.tuple(...order.map(({ kind, target }) => faultOf(kind, target))));
  return (number) =>
    fc.sample(round, { seed: seed + number * lanes.length, numRuns: 1, unbiased: true })[0] ?? [];
}

function faultOf(kind: FaultKindName, target: string): fc.Arbitrary<Fault> {
  const [min, max] = kindNamed(kind).lastsMs;
  return fc
    .tuple(fc.integer({ min: PAUSE_MS[0], max: PAUSE_MS[1] }), fc.integer({ min, max }))
    .map(([afterMs, lastsMs]) => ({ kind, target, afterMs, lastsMs }));
}
