import { Text } from '@mantine/core';
import type { Webhook } from '../api/types.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { HealthBadge } from './health-badge.tsx';
import { text } from './text.ts';
import { hostOf, labelOf } from './webhook-name.tsx';

/** Patterns that are named in a list. */
const NAMED = 2;

function eventsOf({ events }: Webhook): string {
  if (events.length === 1 && events[0] === '*') return text.allEvents;
  const named = events.slice(0, NAMED).join(', ');
  return events.length <= NAMED ? named : `${named} ${text.moreEvents(events.length - NAMED)}`;
}

export const webhookColumns: readonly Column<Webhook>[] = [
  {
    heading: text.columns.webhook,
    cell: (webhook) => (
      <>
        <span className="name-and-host">
          <Foreign>{labelOf(webhook)}</Foreign>
          {webhook.name !== null && <Foreign>{hostOf(webhook)}</Foreign>}
        </span>
        <SecondLine>
          <Foreign>{eventsOf(webhook)}</Foreign>
        </SecondLine>
      </>
    ),
  },
  { heading: text.columns.health, width: '148px', cell: (webhook) => <HealthBadge webhook={webhook} /> },
  {
    heading: text.columns.events,
    width: '30%',
    visibleFrom: 'sm',
    cell: (webhook) => (
      <Text c="dimmed" component="div">
        <Foreign>{eventsOf(webhook)}</Foreign>
      </Text>
    ),
  },
  { heading: text.columns.level, width: '132px', visibleFrom: 'md', cell: ({ level }) => text.levels[level] },
  timeColumn(text.columns.changed, ({ updatedAt }) => updatedAt, 'lg'),
];
