import { Anchor, Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import type { InspectedEvent } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { auditKey } from '../audit/queries.ts';
import { whoOf } from '../audit/describe-entry.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookChange, useWebhookChanges } from '../webhooks/webhook-changes.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { text } from './text.ts';

interface OfEvent {
  readonly event: InspectedEvent;
}

/** Why webhooks got nothing of an event, by today's settings, and what was changed in them since. */
export function OtherWebhooks({ event: { why, acceptedAt, invocations } }: OfEvent) {
  return (
    <>
      <Title order={2}>{invocations.length === 0 ? text.detail.nobody : text.detail.others}</Title>
      <Text c="dimmed" mb="xs">
        {text.detail.today}
      </Text>
      <Stack gap="md">
        {why.map((each) => (
          <div key={each.webhookId}>
            <Group gap="xs" wrap="nowrap">
              <PlaceLink to={`webhooks/${each.webhookId}`} miw={0}>
                <WebhookName id={each.webhookId} />
              </PlaceLink>
              <Badge color={each.matched ? 'teal' : 'gray'} flex="none">
                {each.matched ? text.detail.matches : text.detail.noMatch}
              </Badge>
            </Group>
            <Text c="dimmed">
              <Foreign wrap>{each.why}</Foreign>
            </Text>
            <ChangesSince webhookId={each.webhookId} since={acceptedAt} />
          </div>
        ))}
        <DeletedSince since={acceptedAt} />
      </Stack>
    </>
  );
}

interface ChangesSinceProps {
  readonly webhookId: string;
  /** RFC 3339. */
  readonly since: string;
}

/** What was changed in a webhook since an event: the event met other settings then. */
function ChangesSince({ webhookId, since }: ChangesSinceProps) {
  const place = usePlace();
  const { data } = useWebhookChanges(webhookId);
  if (data === undefined) return null;
  const later = data.data.filter(({ at }) => Date.parse(at) >= Date.parse(since));
  if (later.length === 0)
    return (
      <Text fz="xs" mt={4}>
        {text.detail.unchanged}
      </Text>
    );
  return (
    <Stack gap={6} mt={6} pl="sm" className="since" aria-label={text.detail.changed} role="group">
      <Text fz="xs" fw={500}>
        {text.detail.changed}
      </Text>
      {later.map((entry) => (
        <WebhookChange key={entry.id} entry={entry} />
      ))}
      {data.hasNext && later.length === data.data.length && (
        <Anchor
          fz="xs"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/t/$tenant/$environment/audit"
              params={place}
              search={{ resource: `webhooks/${webhookId}`, since }}
            />
          )}
        >
          {text.detail.moreChanges}
        </Anchor>
      )}
    </Stack>
  );
}

/** Deleted webhooks that are named. */
const SHOWN = 20;

/** Webhooks that were deleted since an event: today's settings cannot tell of them. */
function DeletedSince({ since }: { readonly since: string }) {
  const api = useApi();
  const { data } = useQuery({
    queryKey: auditKey(usePlace(), 'webhooks deleted since', since),
    queryFn: ({ signal }) => {
      const query = { action: 'webhook.deleted', since, limit: SHOWN } as const;
      return bodyOf(api.GET('/v1/audit', { params: { query }, signal }));
    },
  });
  if (data === undefined || data.data.length === 0) return null;
  return (
    <div>
      <Text fw={500}>{text.detail.deleted}</Text>
      {data.data.map((entry) => (
        <Group key={entry.id} gap={6} c="dimmed" fz="xs">
          <Foreign>{entry.resource.replace('webhooks/', '')}</Foreign>
          <Time at={entry.at} />
          <Foreign>{whoOf(entry)}</Foreign>
        </Group>
      ))}
    </div>
  );
}
