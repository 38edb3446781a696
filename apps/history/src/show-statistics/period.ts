import { keptSteps, type StatisticsRange } from '@casewire/invocation-ledger';
import { Problem, shownInstant } from '@casewire/rest';
import { limits } from '@casewire/webhook-settings';
import type { StatisticsQuery } from './statistics-query.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long the steps of a series may be, the shortest first: what a request says, and milliseconds. Days are of UTC. */
const steps = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '1d': DAY_MS,
} as const;

export type StepName = keyof typeof steps;

export const stepNames = Object.keys(steps) as StepName[];

/** A request without a step gets the shortest one that divides its period into no more than this. */
const USUAL_STEPS = 200;

/** A stretch of time in steps. Instants are milliseconds since the epoch. */
export interface Period extends StatisticsRange {
  readonly step: StepName;
  /** From here on, counts may still grow without anything being late; null where none may. */
  readonly partialFrom: number | null;
}

/**
 * The period that a request asks for, widened to whole steps, and no later than now.
 * @param now milliseconds since the epoch
 * @throws Problem invalid-parameter
 */
export function periodOf(query: Pick<StatisticsQuery, 'from' | 'to' | 'step'>, now: number): Period {
  const to = Math.min(query.to?.getTime() ?? now, now);
  const from = query.from?.getTime() ?? to - DAY_MS;
  if (from >= to) throw refused('from', 'is not before `to`, or not past', 'an instant before both');
  const suits = (ms: number): boolean => (to - from) / ms <= USUAL_STEPS && from >= oldestOf(ms, now);
  const step = query.step ?? stepNames.find((name) => suits(steps[name])) ?? '1d';
  const stepMs = steps[step];
  const oldest = oldestOf(stepMs, now);
  if (from < oldest)
    throw refused(
      'from',
      `is before what is kept for the step ${step}`,
      `${shownInstant(oldest)} or later${stepMs < DAY_MS ? ', or a longer step' : ''}`,
    );
  const begin = Math.floor(from / stepMs) * stepMs;
  const end = Math.ceil(to / stepMs) * stepMs;
  // An attempt counts in the minute of its start, and is known when it has ended.
  const open = Math.floor((now - limits.timeoutMs) / stepMs) * stepMs;
  const partialFrom = open < end ? Math.max(open, begin) : null;
  return { step, stepMs, kept: keptFor(stepMs), from: begin, to: end, partialFrom };
}

function keptFor(stepMs: number): (typeof keptSteps)[number] {
  return keptSteps.findLast(({ ms }) => ms <= stepMs) ?? keptSteps[0];
}

/** The first instant of which all counts are kept. */
function oldestOf(stepMs: number, now: number): number {
  const { keptMs } = keptFor(stepMs);
  return Math.ceil((now - keptMs) / stepMs) * stepMs;
}

function refused(path: 'from', message: string, accepted: string): Problem {
  return new Problem('invalid-parameter', { errors: [{ path, message, accepted }] });
}
