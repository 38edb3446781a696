import { Group } from '@mantine/core';
import type { AcceptedEvent, RejectedEvent } from '../api/types.ts';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { formatBytes } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { text } from './text.ts';

export const eventColumns: readonly Column<AcceptedEvent>[] = [
  {
    heading: text.columns.accepted,
    width: '160px',
    visibleFrom: 'sm',
    cell: ({ acceptedAt }) => <Time at={acceptedAt} />,
  },
  {
    heading: text.columns.type,
    cell: ({ type, acceptedAt, subject }) => (
      <>
        <Foreign>{type}</Foreign>
        <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
          <Time at={acceptedAt} />
          <Foreign>{subject ?? ''}</Foreign>
        </Group>
      </>
    ),
  },
  {
    heading: text.columns.subject,
    width: '25%',
    visibleFrom: 'sm',
    cell: ({ subject }) => <Foreign>{subject ?? '–'}</Foreign>,
  },
  { heading: text.columns.id, width: '25%', visibleFrom: 'md', cell: ({ id }) => <Foreign>{id}</Foreign> },
  {
    heading: text.columns.source,
    width: '14%',
    visibleFrom: 'lg',
    cell: ({ source }) => <Foreign>{source}</Foreign>,
  },
];

export const rejectedColumns: readonly Column<RejectedEvent>[] = [
  {
    heading: text.rejectedColumns.at,
    width: '160px',
    visibleFrom: 'sm',
    cell: ({ rejectedAt }) => <Time at={rejectedAt} />,
  },
  {
    heading: text.rejectedColumns.reason,
    width: '190px',
    visibleFrom: 'sm',
    cell: ({ reason }) => <Foreign>{reason}</Foreign>,
  },
  {
    heading: text.rejectedColumns.message,
    cell: ({ message, path, reason, rejectedAt }) => (
      <>
        <Foreign>{path === '' ? message : `${path}: ${message}`}</Foreign>
        <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
          <Time at={rejectedAt} />
          <Foreign>{reason}</Foreign>
        </Group>
      </>
    ),
  },
  {
    heading: text.rejectedColumns.size,
    width: '90px',
    align: 'right',
    visibleFrom: 'md',
    cell: ({ bytes }) => formatBytes(bytes),
  },
  {
    heading: text.rejectedColumns.state,
    width: '140px',
    visibleFrom: 'md',
    cell: ({ republishedAt }) => (republishedAt === null ? text.open : text.republished),
  },
];
