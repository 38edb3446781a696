import { setTimeout as delay } from 'node:timers/promises';
import { lanes, type FaultKindName } from './kinds.ts';
import type { FaultRecord } from './log.ts';
import type { Fault, Plan } from './plan.ts';

/** Mends what was broken and resolves when it works again. */
export type Mend = () => Promise<void>;

/** Breaks something of one target now. */
export type Break = (target: string) => Promise<Mend>;

/**
 * Carries out a plan, each lane by itself, until `lastsMs` have passed. A lane is whole at least as long as it was broken:
 * on a slow machine a broker needs longer to start than the pauses of a plan, and nobody promises anything of a broker
 * that is never there. Every fault that began is mended when it resolves.
 * @throws AggregateError with each fault that could not be done or mended
 */
export async function carryOut(
  plan: Plan,
  actors: Readonly<Record<FaultKindName, Break>>,
  options: { readonly lastsMs: number; readonly onMended: (fault: FaultRecord) => void },
): Promise<void> {
  const endsAt = performance.now() + options.lastsMs;
  const carryOutLane = async (faults: readonly Fault[]): Promise<void> => {
    let brokenMs = 0;
    for (const { kind, target, afterMs, lastsMs } of faults) {
      await delay(brokenMs + afterMs);
      if (performance.now() >= endsAt) return;
      const beganAt = Date.now();
      try {
        const mend = await actors[kind](target);
        await delay(lastsMs);
        await mend();
      } catch (error) {
        throw new Error(`${kind} ${target} could not be done or mended`, { cause: error });
      }
      const endedAt = Date.now();
      brokenMs = endedAt - beganAt;
      options.onMended({ kind, target, beganAt, endedAt });
    }
  };
  const results = await Promise.allSettled(lanes.map((lane) => carryOutLane(plan[lane])));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as Error] : [],
  );
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
}
