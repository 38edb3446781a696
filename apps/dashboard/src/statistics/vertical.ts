import type uPlot from 'uplot';
import type { Unit } from './charts.ts';
import { formatCount, formatValue } from './format-number.ts';

/** Ticks of durations, milliseconds: round numbers of what a person counts in. */
const durationTicks = [
  ...[1, 10, 100, 1_000, 10_000, 60_000, 600_000],
  ...[3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_592_000_000],
];

const shareTicks = [0, 0.25, 0.5, 0.75, 1];

/** Distances of ticks of counts: whole numbers, 1, 2 or 5 of a power of ten. */
const countSteps = Array.from({ length: 12 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/**
 * The ends of the scale of durations, on ticks: all durations lie between them.
 * @param lowest milliseconds, as `highest`; no finite number where there are no durations
 */
export function durationRange(lowest: number, highest: number): [number, number] {
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) return [1, 1_000];
  const bottom = durationTicks.findLast((tick) => tick <= lowest) ?? lowest;
  const top = durationTicks.find((tick) => tick >= highest && tick > bottom) ?? 2 * highest;
  return [bottom, top];
}

/** The library declares the number by an enum that exists for the compiler alone. */
const LOGARITHMIC = 3 as unknown as uPlot.Scale.Distr;

/** Durations differ by powers of ten, so their scale is logarithmic. */
export function verticalScale(unit: Unit): uPlot.Scale {
  switch (unit) {
    case 'count':
      return { range: (_plot, _lowest, highest) => [0, Math.max(highest, 1) * 1.05] };
    case 'share':
      return { range: [0, 1.04] };
    case 'milliseconds':
      return { distr: LOGARITHMIC, range: (_plot, lowest, highest) => durationRange(lowest, highest) };
  }
}

export function verticalAxis(unit: Unit): Pick<uPlot.Axis, 'splits' | 'incrs' | 'values' | 'filter'> {
  const values: uPlot.Axis['values'] = (_plot, ticks) => ticks.map((tick) => formatValue(tick, unit));
  switch (unit) {
    case 'count':
      return { incrs: countSteps, values: (_plot, ticks) => ticks.map(formatCount) };
    case 'share':
      return { splits: shareTicks, values };
    case 'milliseconds':
      return {
        splits: (_plot, _axis, lowest, highest) =>
          durationTicks.filter((tick) => tick >= lowest && tick <= highest),
        filter: (_plot, ticks) => ticks,
        values,
      };
  }
}
