import { Alert, Button, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../../api/api.ts';
import type { Preview } from '../../api/types.ts';
import { useApi, usePlace } from '../../app/place.ts';
import { eventsKey } from '../../events/queries.ts';
import { BodyView } from '../../shown/body-view.tsx';
import { Foreign } from '../../shown/foreign.tsx';
import { HeaderList } from '../../shown/header-list.tsx';
import { visibleText } from '../../shown/visible-text.ts';
import { formatShort } from '../../time/format-time.ts';
import { useTimeZone } from '../../time/zone.ts';
import { ChosenEvent } from './chosen-event.tsx';
import { text } from './text.ts';
import { toNewWebhook } from './to-request.ts';
import { errorsOf, type WebhookFormState } from './webhook-form.tsx';

/** Events that can be chosen: the latest. */
const CHOICES = 25;

/** Shows what the webhook of the form would be sent for an event that was accepted. */
export function PreviewPanel({ form }: { readonly form: WebhookFormState }) {
  const [chosen, choose] = useState<string | null>(null);
  const options = useLatestEvents();
  const eventUid = chosen ?? usualOf(options)?.value;
  const { mutate, data, error, isPending } = usePreview(form);
  return (
    <Paper p="md" pos="sticky" top={68}>
      <Stack gap="sm">
        <div>
          <Title order={2}>{text.preview.title}</Title>
          <Text c="dimmed">{text.preview.lead}</Text>
        </div>
        {options.length === 0 ? (
          <Text c="dimmed">{text.preview.none}</Text>
        ) : (
          <>
            <Select
              label={text.preview.event}
              data={options}
              value={eventUid ?? null}
              onChange={choose}
              allowDeselect={false}
              searchable
            />
            {eventUid !== undefined && <ChosenEvent uid={eventUid} key={eventUid} />}
            <Button
              variant="light"
              loading={isPending}
              onClick={() => {
                if (eventUid !== undefined) mutate(eventUid);
              }}
            >
              {text.preview.run}
            </Button>
          </>
        )}
        {error !== null && <Alert color="red">{visibleText(error.message)}</Alert>}
        {data !== undefined && <Shown preview={data} />}
      </Stack>
    </Paper>
  );
}

interface EventOption {
  readonly value: string;
  readonly label: string;
}

/** The latest that is not Casewire's own: most webhooks are for those. */
function usualOf(options: readonly EventOption[]): EventOption | undefined {
  return options.find(({ label }) => !label.startsWith('casewire.')) ?? options[0];
}

function useLatestEvents(): EventOption[] {
  const api = useApi();
  const timeZone = useTimeZone();
  const { data } = useQuery({
    queryKey: eventsKey(usePlace(), 'latest'),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/events', { params: { query: { limit: CHOICES } }, signal })),
  });
  return (data?.data ?? []).map(({ uid, type, acceptedAt }) => ({
    value: uid,
    label: `${visibleText(type)} · ${formatShort(acceptedAt, timeZone, Date.now())}`,
  }));
}

function usePreview(form: WebhookFormState) {
  const api = useApi();
  return useMutation({
    mutationFn: (eventUid: string) => {
      const values = form.getValues();
      const authKind = values.authKind === 'keep' ? 'none' : values.authKind;
      const webhook = toNewWebhook({ ...values, authKind });
      return bodyOf(api.POST('/v1/webhooks/preview', { body: { webhook, eventUid } }));
    },
    onError: (error) => form.setErrors(errorsOf(error)),
  });
}

function Shown({ preview: { matched, why, request, hidden } }: { readonly preview: Preview }) {
  return (
    <Stack gap="sm">
      <Alert
        color={matched ? 'teal' : 'gray'}
        title={matched ? text.preview.matched : text.preview.notMatched}
      >
        <Foreign wrap>{why}</Foreign>
      </Alert>
      {request !== null && (
        <>
          {hidden !== undefined && <Text c="dimmed">{text.preview.hidden}</Text>}
          <Text ff="monospace" fz="xs">
            <b>{request.method}</b> <Foreign wrap>{request.url}</Foreign>
          </Text>
          <HeaderList headers={request.headers} />
          {request.body !== null && (
            <BodyView
              label={text.preview.body}
              body={request.body}
              bytes={new TextEncoder().encode(request.body).length}
            />
          )}
        </>
      )}
    </Stack>
  );
}
