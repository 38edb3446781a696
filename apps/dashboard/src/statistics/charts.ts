import type { Statistics } from '../api/types.ts';
import { text } from './text.ts';

type Stretch = Statistics['total'];

type ChartId = keyof typeof text.charts;

/** Pixels; the width is that of the card. */
export const PLOT_HEIGHT = 190;

/** What the numbers of a chart are: how many (these add up, so they are stacked), a share from 0 to 1, or a duration. */
export type Unit = 'count' | 'share' | 'milliseconds';

/** One line of a chart, and one column of its table. */
export interface Line {
  /** Names it within its chart. */
  readonly name: string;
  readonly label: string;
  /** One for each step; null where there is no number. */
  readonly values: readonly (number | null)[];
  /** Over all steps. */
  readonly total: number | null;
}

export interface Chart {
  readonly id: ChartId;
  readonly unit: Unit;
  readonly lines: readonly Line[];
}

interface Source {
  readonly name: string;
  readonly label: string;
  readonly read: (stretch: Stretch) => number | null;
}

function sourcesOf<Name extends string>(
  labels: Readonly<Record<Name, string>>,
  read: (stretch: Stretch, name: Name) => number | null,
): readonly Source[] {
  const names = Object.keys(labels) as Name[];
  return names.map((name) => ({ name, label: labels[name], read: (stretch) => read(stretch, name) }));
}

const { ended, successRate, attempts, attemptMs, acceptedToDeliveredMs } = text.charts;

const plans: readonly (readonly [id: ChartId, unit: Unit, sources: readonly Source[]])[] = [
  ['ended', 'count', sourcesOf(ended.lines, (stretch, name) => stretch.ended[name])],
  ['successRate', 'share', sourcesOf(successRate.lines, (stretch) => stretch.successRate)],
  ['attempts', 'count', sourcesOf(attempts.lines, (stretch, name) => stretch.attempts[name] ?? 0)],
  [
    'attemptMs',
    'milliseconds',
    sourcesOf(attemptMs.lines, (stretch, name) => stretch.attemptMs?.[name] ?? null),
  ],
  [
    'acceptedToDeliveredMs',
    'milliseconds',
    sourcesOf(acceptedToDeliveredMs.lines, (stretch, name) => stretch.acceptedToDeliveredMs?.[name] ?? null),
  ],
];

/** The charts of statistics. Of what became of requests, they have the classes that have occurred, and success. */
export function chartsOf({ total, series }: Statistics): readonly Chart[] {
  return plans.map(([id, unit, sources]) => ({
    id,
    unit,
    lines: sources
      .map(({ name, label, read }) => ({ name, label, values: series.map(read), total: read(total) }))
      .filter((line) => id !== 'attempts' || line.total !== 0 || line.name === 'delivered'),
  }));
}

/** What is drawn of counts that add up: each line on top of those before it. */
export function stack(lines: readonly Pick<Line, 'values'>[]): number[][] {
  let below: readonly number[] | undefined;
  return lines.map(({ values }) => {
    const reached = values.map((value, index) => (value ?? 0) + (below?.[index] ?? 0));
    below = reached;
    return reached;
  });
}

/** Whether anything was sent, has ended or waits. */
export function isEmpty({ total, waitingNow }: Statistics): boolean {
  const counts = [...Object.values(total.ended), ...Object.values(total.attempts), waitingNow ?? 0];
  return counts.every((count) => count === 0);
}
