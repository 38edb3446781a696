import { Box, Group, Text } from '@mantine/core';
import type { AcceptedEvent, RejectedEvent } from '../api/types.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { formatBytes } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { outcomeInWords } from './outcome.ts';
import { RejectedStateBadge } from './rejected-state-badge.tsx';
import { rejectionInWords } from './rejection.ts';
import { text } from './text.ts';

function Outcome({ event: { type, outcomes } }: { readonly event: AcceptedEvent }) {
  if (outcomes === undefined) return null;
  return (
    <Text component="span" fz="inherit" className="ellipsis" {...(outcomes.failed > 0 && { c: 'red' })}>
      {outcomeInWords(type, outcomes)}
    </Text>
  );
}

export const eventColumns: readonly Column<AcceptedEvent>[] = [
  timeColumn(text.columns.accepted, ({ acceptedAt }) => acceptedAt),
  {
    heading: text.columns.type,
    cell: (event) => (
      <>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Foreign>{event.type}</Foreign>
          <Box hiddenFrom="sm" flex="none" maw="60%" fz="xs">
            <Outcome event={event} />
          </Box>
        </Group>
        <SecondLine>
          <Time at={event.acceptedAt} />
          <Foreign>{event.subject ?? ''}</Foreign>
        </SecondLine>
      </>
    ),
  },
  {
    heading: text.columns.subject,
    width: '18%',
    visibleFrom: 'sm',
    cell: ({ subject }) => <Foreign>{subject ?? '–'}</Foreign>,
  },
  {
    heading: text.columns.outcome,
    width: '216px',
    visibleFrom: 'sm',
    cell: (event) => <Outcome event={event} />,
  },
  { heading: text.columns.id, width: '20%', visibleFrom: 'lg', cell: ({ id }) => <Foreign>{id}</Foreign> },
  {
    heading: text.columns.source,
    width: '14%',
    visibleFrom: 'xl',
    cell: ({ source }) => <Foreign>{source}</Foreign>,
  },
];

export const rejectedColumns: readonly Column<RejectedEvent>[] = [
  timeColumn(text.rejectedColumns.at, ({ rejectedAt }) => rejectedAt),
  {
    heading: text.rejectedColumns.reason,
    width: '18%',
    visibleFrom: 'sm',
    cell: ({ reason }) => <Foreign>{rejectionInWords(reason)}</Foreign>,
  },
  {
    heading: text.columns.type,
    width: '14%',
    visibleFrom: 'md',
    cell: ({ type }) => <Foreign>{type ?? '–'}</Foreign>,
  },
  {
    heading: text.columns.subject,
    width: '14%',
    visibleFrom: 'md',
    cell: ({ subject }) => <Foreign>{subject ?? '–'}</Foreign>,
  },
  {
    heading: text.filters.eventId,
    width: '12%',
    visibleFrom: 'xl',
    cell: ({ eventId }) => <Foreign>{eventId ?? '–'}</Foreign>,
  },
  {
    heading: text.rejectedColumns.message,
    cell: (event) => (
      <>
        <Foreign>{event.path === '' ? event.message : `${event.path}: ${event.message}`}</Foreign>
        <SecondLine>
          <RejectedStateBadge event={event} />
          <Time at={event.rejectedAt} />
          <Foreign>{event.subject ?? ''}</Foreign>
          <Foreign>{rejectionInWords(event.reason)}</Foreign>
        </SecondLine>
      </>
    ),
  },
  {
    heading: text.rejectedColumns.size,
    width: '90px',
    align: 'right',
    visibleFrom: 'xl',
    cell: ({ bytes }) => formatBytes(bytes),
  },
  {
    heading: text.rejectedColumns.state,
    width: '140px',
    visibleFrom: 'md',
    cell: (event) => <RejectedStateBadge event={event} />,
  },
];
