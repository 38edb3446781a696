import { Box, Group } from '@mantine/core';
import type { FailureGroup } from '../api/types.ts';
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
        <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
          <Time at={lastSeenAt} />
          <Foreign>{meaning}</Foreign>
          <WebhookName id={webhookId} />
        </Group>
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
  {
    heading: text.columns.first,
    width: '160px',
    visibleFrom: 'xl',
    cell: ({ firstSeenAt }) => <Time at={firstSeenAt} />,
  },
  {
    heading: text.columns.last,
    width: '160px',
    visibleFrom: 'md',
    cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
  },
  {
    heading: text.columns.trend,
    width: '120px',
    visibleFrom: 'lg',
    cell: ({ trend }) => <TrendBars trend={trend} />,
  },
];
