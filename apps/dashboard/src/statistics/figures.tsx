import { Paper, SimpleGrid, Text, Tooltip } from '@mantine/core';
import type { Statistics } from '../api/types.ts';
import { formatCount, formatValue } from './format-number.ts';
import { text } from './text.ts';

/** The numbers of the whole time, and what waits now. */
export function Figures({ statistics }: { readonly statistics: Statistics }) {
  const { ended, successRate, attemptMs, acceptedToDeliveredMs } = statistics.total;
  const { figures } = text;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="md">
      <Figure label={figures.delivered} value={formatCount(ended.delivered)} />
      <Figure
        label={figures.failed}
        value={formatCount(ended.failed)}
        also={ended.cancelled === 0 ? undefined : figures.cancelled(formatCount(ended.cancelled))}
      />
      <Figure label={figures.rate} value={formatValue(successRate, 'share')} hint={figures.rateHint} />
      <Waiting statistics={statistics} />
      <Percentile label={figures.attempt} of={attemptMs} />
      <Percentile label={figures.arrival} of={acceptedToDeliveredMs} />
    </SimpleGrid>
  );
}

function Waiting({ statistics: { waitingNow, waitingAtLeast } }: { readonly statistics: Statistics }) {
  const { figures } = text;
  const count = formatValue(waitingNow, 'count');
  return (
    <Figure
      label={figures.waiting}
      value={waitingAtLeast && waitingNow !== null ? figures.atLeast(count) : count}
      also={waitingNow === null ? figures.unknown : undefined}
      hint={figures.waitingHint}
    />
  );
}

interface PercentileProps {
  readonly label: string;
  readonly of: Statistics['total']['attemptMs'];
}

function Percentile({ label, of }: PercentileProps) {
  return (
    <Figure
      label={label}
      value={formatValue(of?.p95 ?? null, 'milliseconds')}
      also={of === null ? undefined : text.figures.median(formatValue(of.p50, 'milliseconds'))}
      hint={text.charts.attemptMs.lead}
    />
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly also?: string | undefined;
  readonly hint?: string;
}

function Figure({ label, value, also, hint }: FigureProps) {
  const figure = (
    <Paper px="md" py="sm" role="group" aria-label={label}>
      <Text c="dimmed" fz="xs">
        {label}
      </Text>
      <Text fz="xl" fw={600} className="tabular">
        {value}
      </Text>
      {also !== undefined && (
        <Text c="dimmed" fz="xs">
          {also}
        </Text>
      )}
    </Paper>
  );
  if (hint === undefined) return figure;
  return (
    <Tooltip label={hint} multiline maw={280}>
      {figure}
    </Tooltip>
  );
}
