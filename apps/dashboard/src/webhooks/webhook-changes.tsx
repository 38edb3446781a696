import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import type { AuditEntry } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';
import { ChangedList } from '../audit/changed-list.tsx';
import { shownMembers, whoOf } from '../audit/describe-entry.ts';
import { text } from '../audit/text.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { webhooksKey } from './queries.ts';

/** Changes that are shown with their webhook. */
const SHOWN = 10;

/** The latest changes of a webhook, newest first. */
export function useWebhookChanges(webhookId: string) {
  const api = useApi();
  const place = usePlace();
  return useQuery({
    queryKey: webhooksKey(place, webhookId, 'changes'),
    queryFn: ({ signal }) => {
      const params = { path: { webhookId }, query: { limit: SHOWN } };
      return bodyOf(api.GET('/v1/webhooks/{webhookId}/changes', { params, signal }));
    },
    refetchInterval: 2 * POLL_MS,
  });
}

/** Who has changed a webhook, when, and from what to what. */
export function WebhookChanges({ webhookId }: { readonly webhookId: string }) {
  const place = usePlace();
  const { data } = useWebhookChanges(webhookId);
  return (
    <>
      <CardHeader title={text.history.title}>
        <Anchor
          fz="sm"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/t/$tenant/$environment/audit"
              params={place}
              search={{ resource: `webhooks/${webhookId}` }}
            />
          )}
        >
          {text.history.all}
        </Anchor>
      </CardHeader>
      {data?.data.length === 0 && <Text c="dimmed">{text.history.none}</Text>}
      <Stack gap="sm">
        {data?.data.map((entry) => (
          <WebhookChange key={entry.id} entry={entry} />
        ))}
      </Stack>
    </>
  );
}

/** One change of a webhook. */
export function WebhookChange({ entry }: { readonly entry: AuditEntry }) {
  const isNew = entry.action === 'webhook.created';
  return (
    <div>
      <Group gap="xs" justify="space-between">
        <Text fw={500}>{text.actions[entry.action]}</Text>
        <Time at={entry.at} />
      </Group>
      <Text c="dimmed" fz="sm" component="div" mb={4}>
        <Foreign>{whoOf(entry)}</Foreign>
      </Text>
      {!isNew && <ChangedList changed={shownMembers(entry)} />}
    </div>
  );
}
