import uPlot from 'uplot';
import { PLOT_HEIGHT, stack, type Chart, type Unit } from './charts.ts';
import { propertyOf } from './colours.ts';
import { verticalAxis, verticalScale } from './vertical.ts';

export interface PlotLook {
  readonly unit: Unit;
  /** Of the lines, in their order. */
  readonly names: readonly string[];
  readonly timeZone: string;
  /** Called with the step below the pointer, null where there is none. */
  readonly onHover: (step: number | null) => void;
}

/** What is drawn. Instants are seconds since the epoch. */
export interface PlotData {
  readonly from: number;
  readonly to: number;
  readonly partialFrom: number | null;
  /** The middle of each step. */
  readonly middles: readonly number[];
  readonly lines: Chart['lines'];
}

/** A chart on a canvas. It shows nothing until it was given data. */
export interface Plot {
  show(data: PlotData): void;
  resize(width: number): void;
  destroy(): void;
}

/** Labels of the time axis by the distance of ticks, in seconds: of a usual tick, and of one with which a day begins. */
const timeLabels = [
  [86_400, '{D} {MMM}', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
];

/** Reads the colours of the page anew: with another colour scheme, it takes another plot. */
export function createPlot(target: HTMLElement, look: PlotLook): Plot {
  let data: PlotData | undefined;
  const plot = new uPlot(
    optionsOf(target, look, () => data),
    [[], ...look.names.map(() => [])],
    target,
  );
  return {
    show: (next) => {
      data = next;
      plot.setData(columnsOf(next, look.unit));
    },
    resize: (width) => plot.setSize({ width, height: PLOT_HEIGHT }),
    destroy: () => plot.destroy(),
  };
}

/** Of stacked lines the highest comes first, so that those below it are drawn over it. */
function columnsOf({ middles, lines }: PlotData, unit: Unit): uPlot.AlignedData {
  const columns = unit === 'count' ? stack(lines).reverse() : lines.map(({ values }) => [...values]);
  return [[...middles], ...columns];
}

function optionsOf(target: HTMLElement, look: PlotLook, current: () => PlotData | undefined): uPlot.Options {
  const { unit, timeZone, names, onHover } = look;
  const { fontFamily } = getComputedStyle(target);
  const axis: uPlot.Axis = {
    stroke: colour('--mantine-color-dimmed'),
    grid: { stroke: colour('--grid-colour'), width: 1 },
    ticks: { show: false },
    font: `11px ${fontFamily}`,
  };
  const isStacked = unit === 'count';
  const drawn = isStacked ? names.toReversed() : names;
  return {
    width: 0,
    height: PLOT_HEIGHT,
    // To the right there is room for half of the last time on the axis.
    padding: [8, 24, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), timeZone),
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: !isStacked },
      // The pointer over one chart shows the same step in all.
      sync: { key: 'statistics' },
    },
    scales: {
      x: { range: () => [current()?.from ?? 0, current()?.to ?? 1] },
      y: verticalScale(unit),
    },
    axes: [
      { ...axis, grid: { show: false }, space: 64, size: 38, values: timeLabels },
      { ...axis, size: 58, ...verticalAxis(unit) },
    ],
    series: [{}, ...drawn.map((name) => (isStacked ? barsOf(name) : lineOf(name)))],
    hooks: {
      drawClear: [(plot) => shade(plot, current()?.partialFrom ?? null)],
      setCursor: [({ cursor }) => onHover(cursor.idx ?? null)],
    },
  };
}

function barsOf(name: string): uPlot.Series {
  const paths = uPlot.paths.bars?.({ size: [0.8, 48] });
  const fill = colour(propertyOf(name));
  return { fill, stroke: fill, width: 0, points: { show: false }, ...(paths && { paths }) };
}

function lineOf(name: string): uPlot.Series {
  const stroke = colour(propertyOf(name));
  return { stroke, width: 1.5, points: { size: 5, fill: stroke, filter: lonelySteps } };
}

/** A step between two without a number is seen as a point: no line leads to it. */
function lonelySteps(plot: uPlot, line: number, areAllShown: boolean): number[] | null {
  if (areAllShown) return null;
  const values = plot.data[line] ?? [];
  const has = (index: number) => values[index] != null;
  return [...values.keys()].filter((index) => has(index) && !has(index - 1) && !has(index + 1));
}

/** Marks the steps that are not complete. */
function shade(plot: uPlot, from: number | null): void {
  if (from === null) return;
  const { ctx, bbox } = plot;
  const begin = Math.max(bbox.left, plot.valToPos(from, 'x', true));
  ctx.save();
  ctx.fillStyle = colour('--partial-colour');
  ctx.fillRect(begin, bbox.top, bbox.left + bbox.width - begin, bbox.height);
  ctx.restore();
}

/** The value of a custom property of the page. A canvas knows no `var()`. */
function colour(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property);
}
