import { formatDuration } from '../time/format-time.ts';
import type { Unit } from './charts.ts';

const counts = new Intl.NumberFormat('en');

/** A count with its thousands apart: `10,000`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A share in per cent, cut and not rounded: what is less than everything is never shown as `100 %`. */
export function formatShare(share: number): string {
  const perMille = Math.floor(share * 1_000 + 1e-9);
  return `${perMille / 10} %`;
}

const formats = {
  count: formatCount,
  share: formatShare,
  milliseconds: formatDuration,
} satisfies Readonly<Record<Unit, (value: number) => string>>;

/** A number of a chart; a dash where there is none. */
export function formatValue(value: number | null, unit: Unit): string {
  return value === null ? '–' : formats[unit](value);
}
