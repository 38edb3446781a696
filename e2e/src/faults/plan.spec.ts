import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultKindNames, kindNamed, lanes } from './kinds.ts';
import { PAUSE_MS, planFaults } from './plan.ts';
import { SETTLED_MS } from './restraints.ts';

const choices = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  lastsMs: fc.integer({ min: 1, max: 600_000 }),
  kinds: fc.subarray([...faultKindNames]),
});

describe('the plan of faults', () => {
  it('is the same for the same seed and choices', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        expect(planFaults(chosen)).toEqual(planFaults(chosen));
      }),
      { numRuns: 30 },
    );
  });

  it('has chosen kinds only, in their lanes and bounds, and ends when the run does', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const plan = planFaults(chosen);
        for (const lane of lanes) {
          let plannedMs = 0;
          for (const { kind, target, afterMs, lastsMs } of plan[lane]) {
            expect(plannedMs).toBeLessThan(chosen.lastsMs);
            plannedMs += afterMs + lastsMs;
            const { targets, lastsMs: bounds, lane: own } = kindNamed(kind);
            expect(chosen.kinds).toContain(kind);
            expect(own).toBe(lane);
            expect(targets).toContain(target);
            expect(afterMs >= PAUSE_MS[0] && afterMs <= PAUSE_MS[1]).toBe(true);
            expect(lastsMs >= bounds[0] && lastsMs <= bounds[1]).toBe(true);
          }
          const hasKinds = chosen.kinds.some((kind) => kindNamed(kind).lane === lane);
          expect(plannedMs >= chosen.lastsMs).toBe(hasKinds);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has every kind for every target before any of them comes again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const plan = planFaults({ seed, lastsMs: 600_000, kinds: faultKindNames });
        for (const lane of lanes) {
          const kinds = faultKindNames.filter((kind) => kindNamed(kind).lane === lane);
          const all = kinds.flatMap((kind) => kindNamed(kind).targets.map((target) => `${kind} ${target}`));
          const first = plan[lane].slice(0, all.length).map(({ kind, target }) => `${kind} ${target}`);
          expect(first.toSorted()).toEqual(all.toSorted());
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a webhook paused or limited for longer than what was under way may take', () => {
    for (const kind of ['pause', 'pause twice', 'rate limit'] as const)
      expect(kindNamed(kind).lastsMs[0]).toBeGreaterThan(SETTLED_MS);
  });
});
