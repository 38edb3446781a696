import { Box, Grid, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { Statistics } from '../api/types.ts';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { Time } from '../time/time.tsx';
import { ChartCard } from './chart-card.tsx';
import { chartsOf, isEmpty } from './charts.ts';
import { Figures } from './figures.tsx';
import { useStatisticsQuery } from './queries.ts';
import { rangeNames, rangeOf, searchOf, type RangeName } from './ranges.ts';
import { text } from './text.ts';

interface StatisticsPanelProps {
  /** Default: all webhooks of the place, also those that are gone. */
  readonly webhook?: string;
  /** Stands in place of figures and charts where nothing happened. */
  readonly empty: ReactNode;
}

/** What happened to deliveries in a range, which stands in the address of the page. */
export function StatisticsPanel({ webhook, empty }: StatisticsPanelProps) {
  const range = rangeOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { data, error, refetch, isPlaceholderData } = useQuery(useStatisticsQuery(range, webhook));
  const choose = (chosen: RangeName) =>
    void navigate({
      to: '.',
      search: (search: object) => ({ ...search, range: searchOf(chosen).range }),
      replace: true,
    });
  return (
    <Stack component="section" aria-label={text.title}>
      <Group justify="space-between">
        <Title order={2}>{text.title}</Title>
        <SegmentedControl
          aria-label={text.range}
          value={range}
          onChange={choose}
          data={rangeNames.map((value) => ({ value, label: text.ranges[value] }))}
        />
      </Group>
      {data === undefined &&
        (error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && (
        <Box opacity={isPlaceholderData ? 0.5 : 1} aria-busy={isPlaceholderData}>
          {isEmpty(data) ? empty : <Shown statistics={data} />}
        </Box>
      )}
    </Stack>
  );
}

function Shown({ statistics }: { readonly statistics: Statistics }) {
  const { step, partialFrom } = statistics;
  const charts = useMemo(() => chartsOf(statistics), [statistics]);
  return (
    <Stack>
      <Figures statistics={statistics} />
      <Grid gap="md">
        {charts.map((chart, index) => (
          <Grid.Col key={chart.id} span={{ base: 12, md: index === 0 ? 12 : 6 }}>
            <ChartCard chart={chart} statistics={statistics} />
          </Grid.Col>
        ))}
      </Grid>
      <Text c="dimmed" fz="xs">
        {text.steps[step]}{' '}
        {partialFrom !== null && (
          <>
            {text.partial} <Time at={partialFrom} />.
          </>
        )}
      </Text>
    </Stack>
  );
}
