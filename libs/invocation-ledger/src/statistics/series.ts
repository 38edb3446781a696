import type { EndStatus } from '@casewire/invocation-state';
import type { StatisticsCount } from '../sql/statistics.ts';
import { percentilesOf, type Percentiles } from './histogram.ts';
import { readMeasure, type AttemptClass } from './measures.ts';

/** What was counted in a stretch of time. */
export interface StatisticsOfStretch {
  /** By class. A class that did not occur is missing. */
  readonly attempts: Readonly<Partial<Record<AttemptClass, number>>>;
  readonly ended: Readonly<Record<EndStatus, number>>;
  /** Delivered, of those delivered and failed; null where there are none. */
  readonly successRate: number | null;
  /** How long attempts took; null where there are none. */
  readonly attemptMs: Percentiles | null;
  /** From acceptance until delivered; null where nothing was. */
  readonly acceptedToDeliveredMs: Percentiles | null;
}

export interface Statistics {
  /** Of each step, in order. */
  readonly series: readonly (StatisticsOfStretch & { readonly at: number })[];
  readonly total: StatisticsOfStretch;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** Makes series of counts. Steps in which nothing was counted are there too. */
export function toStatistics(counts: readonly StatisticsCount[], { from, to, stepMs }: Range): Statistics {
  const byStep = Map.groupBy(counts, ({ at }) => at);
  const starts = Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, index) => from + index * stepMs);
  return {
    series: starts.map((at) => ({ at, ...ofStretch(byStep.get(at) ?? []) })),
    total: ofStretch(counts),
  };
}

function ofStretch(counts: readonly StatisticsCount[]): StatisticsOfStretch {
  const attempts = new Map<AttemptClass, number>();
  const ends = new Map<EndStatus, number>();
  const durations = new Map<number, number>();
  const deliveries = new Map<number, number>();
  for (const { measure, count } of counts) {
    const counted = readMeasure(measure);
    if (counted === undefined) continue;
    const { bucket } = counted;
    if (counted.kind === 'attempt') {
      add(attempts, counted.class, count);
      add(durations, bucket, count);
      continue;
    }
    add(ends, counted.status, count);
    if (counted.status === 'delivered') add(deliveries, bucket, count);
  }
  const ended = {
    delivered: shown(ends.get('delivered')),
    failed: shown(ends.get('failed')),
    cancelled: shown(ends.get('cancelled')),
  };
  const tried = ended.delivered + ended.failed;
  return {
    attempts: Object.fromEntries([...attempts].filter(([, count]) => count > 0)),
    ended,
    successRate: tried === 0 ? null : ended.delivered / tried,
    attemptMs: percentilesOf(durations),
    acceptedToDeliveredMs: percentilesOf(deliveries),
  };
}

function add<Key>(sums: Map<Key, number>, key: Key, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

/** Never negative: an end that a process of an older version has changed may have been taken out, and never counted. */
function shown(count = 0): number {
  return Math.max(0, count);
}
