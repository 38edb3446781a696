import { Box, Group } from '@mantine/core';
import type { FailureGroup } from '../api/types.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { FailureStateBadge } from './state-badge.tsx';
import { text } from './text.ts';
import { TrendBars } from './trend.tsx';

export const failureColumns: readonly Column<FailureGroup>[] = [
  { heading: text.columns.state, width: '104px', cell: (group) => <FailureStateBadge group={group} /> },
  {
    heading: text.columns.failure,
    cell: ({ meaning, eventType, webhookId, lastSeenAt }) => (
      <>
        <Group gap={6} wrap="nowrap">
          <Box flex="none" maw="60%">
            <Foreign>{eventType}</Foreign>
          </Box>
          <Box visibleFrom="sm" c="dimmed" miw={0}>
            <Foreign>{meaning}</Foreign>
          </Box>
        </Group>
        <SecondLine>
          <Time at={lastSeenAt} />
          <Foreign>{meaning}</Foreign>
          <WebhookName id={webhookId} />
        </SecondLine>
      </>
    ),
  },
  {
    heading: text.columns.webhook,
    width: '16%',
    visibleFrom: 'sm',
    cell: ({ webhookId }) => <WebhookName id={webhookId} />,
  },
  {
    heading: text.columns.failed,
    width: '76px',
    align: 'right',
    cell: ({ counts }) => text.count(counts.failed, counts.atLeast),
  },
  {
    heading: text.columns.waiting,
    width: '84px',
    align: 'right',
    visibleFrom: 'md',
    cell: ({ counts }) => text.count(counts.waiting, counts.atLeast),
  },
  timeColumn(text.columns.first, ({ firstSeenAt }) => firstSeenAt, 'xl'),
  timeColumn(text.columns.last, ({ lastSeenAt }) => lastSeenAt, 'md'),
  {
    heading: text.columns.trend,
    width: '120px',
    visibleFrom: 'lg',
    cell: ({ trend }) => <TrendBars trend={trend} />,
  },
];
