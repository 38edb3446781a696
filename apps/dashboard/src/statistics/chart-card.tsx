import {
  ActionIcon,
  Box,
  ColorSwatch,
  Group,
  Paper,
  Skeleton,
  Text,
  Title,
  Tooltip,
  VisuallyHidden,
} from '@mantine/core';
import { ChartBarIcon, TableCellsIcon } from '@heroicons/react/24/outline';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import type { Statistics } from '../api/types.ts';
import { Time } from '../time/time.tsx';
import { ChartTable } from './chart-table.tsx';
import { PLOT_HEIGHT, type Chart } from './charts.ts';
import { propertyOf } from './colours.ts';
import { formatValue } from './format-number.ts';
import { text } from './text.ts';

/**
 * Draws a chart. It is loaded apart from the page, because its library throws an error at import where `Intl` does not know
 * the browser's language, for instance `en-US@posix`.
 */
const PlotView = lazy(() =>
  import('./plot-view.tsx').then(
    (module) => ({ default: module.PlotView }),
    () => ({ default: NoPlot }),
  ),
);

function NoPlot() {
  return (
    <Text c="dimmed" h={PLOT_HEIGHT}>
      {text.noPlot}
    </Text>
  );
}

interface ChartCardProps {
  readonly chart: Chart;
  readonly statistics: Statistics;
}

/** A chart with its numbers. They are also a table: hidden from sight as long as the chart is shown. */
export function ChartCard({ chart, statistics }: ChartCardProps) {
  const [isTable, { toggle }] = useDisclosure(false);
  const { title, lead } = text.charts[chart.id];
  const Icon = isTable ? ChartBarIcon : TableCellsIcon;
  const table = <ChartTable chart={chart} series={statistics.series} />;
  return (
    <Paper p="md" component="section" h="100%" aria-label={title}>
      <Group justify="space-between" align="start" wrap="nowrap" mb="xs">
        <div>
          <Title order={3}>{title}</Title>
          <Text c="dimmed" fz="xs">
            {lead}
          </Text>
        </div>
        <Tooltip label={isTable ? text.asChart : text.asTable}>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={toggle}
            aria-label={isTable ? text.asChart : text.asTable}
          >
            <Icon width={16} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {isTable ? (
        <Box className="chart-table" tabIndex={0} role="group" aria-label={title}>
          {table}
        </Box>
      ) : (
        <>
          <Picture chart={chart} statistics={statistics} />
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      )}
    </Paper>
  );
}

function Picture({ chart, statistics }: ChartCardProps) {
  const [step, setStep] = useState<number | null>(null);
  return (
    <>
      <Suspense fallback={<Skeleton h={PLOT_HEIGHT} />}>
        <PlotView chart={chart} statistics={statistics} onHover={setStep} />
      </Suspense>
      <Key chart={chart} series={statistics.series} step={step} />
    </>
  );
}

interface KeyProps {
  readonly chart: Chart;
  readonly series: Statistics['series'];
  /** The step below the pointer. */
  readonly step: number | null;
}

/** Which colour is what, with the numbers of one step, or of all together. */
function Key({ chart: { lines, unit }, series, step }: KeyProps) {
  const at = step === null ? undefined : series[step]?.at;
  return (
    <Group gap="sm" mt={4} fz="xs" c="dimmed" aria-hidden>
      <Text fz="xs" miw={110}>
        {at === undefined ? text.whole : <Time at={at} />}
      </Text>
      {lines.map(({ name, label, values, total }) => (
        <Group key={name} gap={6} wrap="nowrap">
          <ColorSwatch size={8} color={`var(${propertyOf(name)})`} withShadow={false} />
          {label}
          <Text span fz="xs" fw={600} c="var(--mantine-color-text)" className="tabular">
            {formatValue((step === null ? total : values[step]) ?? null, unit)}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
