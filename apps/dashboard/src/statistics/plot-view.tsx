import { Box, useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import type { Statistics } from '../api/types.ts';
import { useTimeZone } from '../time/zone.ts';
import { PLOT_HEIGHT, type Chart } from './charts.ts';
import { createPlot, type Plot, type PlotData } from './plot.ts';

interface PlotViewProps {
  readonly chart: Chart;
  readonly statistics: Statistics;
  readonly onHover: (step: number | null) => void;
}

/** A chart as a picture. Its table says the same to those who do not see it. */
export function PlotView({ chart, statistics, onHover }: PlotViewProps) {
  const target = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const merged = useMergedRef(ref, target);
  const scheme = useComputedColorScheme('light');
  const timeZone = useTimeZone();
  const plot = useRef<Plot>(null);
  const names = chart.lines.map(({ name }) => name).join(' ');
  const look = useMemo(
    () => ({ unit: chart.unit, names: names.split(' '), timeZone, scheme, onHover }),
    [chart.unit, names, timeZone, scheme, onHover],
  );
  useEffect(() => {
    if (target.current === null) return;
    const created = createPlot(target.current, look);
    plot.current = created;
    return () => created.destroy();
  }, [look]);
  useEffect(() => {
    if (width > 0) plot.current?.resize(width);
  }, [look, width]);
  useEffect(() => plot.current?.show(dataOf(chart, statistics)), [look, chart, statistics]);
  return <Box ref={merged} h={PLOT_HEIGHT} className="plot" aria-hidden />;
}

function dataOf({ lines }: Chart, { from, to, partialFrom, series }: Statistics): PlotData {
  const [begin, end] = [secondsOf(from), secondsOf(to)];
  const step = (end - begin) / series.length;
  return {
    ...{ from: begin, to: end, lines },
    partialFrom: partialFrom === null ? null : secondsOf(partialFrom),
    middles: series.map((_, index) => begin + (index + 0.5) * step),
  };
}

function secondsOf(instant: string): number {
  return Date.parse(instant) / 1_000;
}
