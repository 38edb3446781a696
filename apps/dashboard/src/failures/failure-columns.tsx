import { Box, Group } from '@mantine/core';
import type { FailureGroup } from '../api/types.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { failureInWords } from './failure-words.ts';
import { FailureStateBadge } from './state-badge.tsx';
import { text } from './text.ts';
import { TrendBars } from './trend.tsx';

export const failureColumns: readonly Column<FailureGroup>[] = [
  {
    heading: text.columns.state,
    width: '104px',
    visibleFrom: 'sm',
    cell: (group) => <FailureStateBadge group={group} />,
  },
  {
    heading: text.columns.failure,
    cell: (group) => (
      <>
        <Group gap="xs" wrap="nowrap">
          <Foreign>{failureInWords(group)}</Foreign>
          <Box visibleFrom="sm" flex="none" maw="60%" c="dimmed">
            <Foreign>{group.eventType}</Foreign>
          </Box>
        </Group>
        <SecondLine>
          <FailureStateBadge group={group} />
          <WebhookName id={group.webhookId} />
          <Foreign>{group.eventType}</Foreign>
        </SecondLine>
      </>
    ),
  },
  {
    heading: text.columns.webhook,
    width: '12%',
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
