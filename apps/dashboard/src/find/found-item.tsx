import { Badge, Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Found } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { StatusBadge } from '../invocations/status-badge.tsx';
import { text as shellText } from '../shell/text.ts';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { text as webhookText } from '../webhooks/text.ts';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import type { PlacedItem } from './found.ts';
import { text } from './text.ts';

/** Something that was found: what identifies it, its status and its time. */
export function FoundItem({ place, item }: PlacedItem) {
  const { environment } = usePlace();
  const isHere = place.environment === environment;
  return (
    <Group wrap="nowrap" gap="sm">
      <Box flex={1} miw={0}>
        <Text component="div" fw={500}>
          <Foreign>{titleOf(item)}</Foreign>
        </Text>
        <Group gap={6} wrap="nowrap" c="dimmed" fz="xs">
          <span className="tabular">{text.foundBy[item.foundBy]}</span>
          <Details item={item} isHere={isHere} />
        </Group>
      </Box>
      <Badge color={isHere ? 'gray' : 'blue'}>{shellText.environments[place.environment]}</Badge>
      <Status item={item} />
      <Text component="div" c="dimmed" fz="xs" visibleFrom="xs">
        <Time at={item.at} />
      </Text>
    </Group>
  );
}

function titleOf(item: Found): string {
  switch (item.kind) {
    case 'invocation':
      return item.eventType;
    case 'event':
      return item.eventType ?? item.id;
    case 'rejected-event':
      return item.reason;
    case 'webhook':
      return item.name ?? item.host ?? item.id;
  }
}

/** @param isHere whether it is of the environment of the page, whose webhooks are known */
function Details({ item, isHere }: { readonly item: Found; readonly isHere: boolean }): ReactNode {
  switch (item.kind) {
    case 'invocation':
      return (
        <>
          <Foreign>{item.subject ?? item.eventId}</Foreign>
          {isHere && <WebhookName id={item.webhookId} />}
        </>
      );
    case 'event':
      return <Foreign>{item.subject ?? item.eventId ?? ''}</Foreign>;
    case 'rejected-event':
      return (
        <>
          <Foreign>{item.eventType ?? ''}</Foreign>
          <Foreign>{item.subject ?? item.eventId ?? ''}</Foreign>
          <Foreign>{item.message}</Foreign>
        </>
      );
    case 'webhook':
      return <Foreign>{item.host ?? ''}</Foreign>;
  }
}

function Status({ item }: { readonly item: Found }): ReactNode {
  switch (item.kind) {
    case 'invocation':
      return <StatusBadge status={item.status} />;
    case 'event':
      return null;
    case 'rejected-event':
      return item.republishedAt !== null && <Badge color="teal">{text.republished}</Badge>;
    case 'webhook':
      return (
        <Badge color={item.status === 'active' ? 'teal' : 'gray'}>{webhookText.statuses[item.status]}</Badge>
      );
  }
}
