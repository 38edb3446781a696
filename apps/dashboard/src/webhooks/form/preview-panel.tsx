import { Alert, Button, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../../api/api.ts';
import type { Preview } from '../../api/types.ts';
import { useApi } from '../../app/place.ts';
import { BodyView } from '../../shown/body-view.tsx';
import { Foreign } from '../../shown/foreign.tsx';
import { HeaderList } from '../../shown/header-list.tsx';
import { visibleText } from '../../shown/visible-text.ts';
import { ChosenEvent } from './chosen-event.tsx';
import { usePreviewChoices, type PreviewChoice } from './preview-choices.ts';
import { text } from './text.ts';
import { toNewWebhook } from './to-request.ts';
import { errorsOf, type WebhookFormState } from './webhook-form.tsx';

/** Shows what the webhook of the form would be sent for an event that was accepted, or for the example of a type. */
export function PreviewPanel({ form }: { readonly form: WebhookFormState }) {
  const [value, choose] = useState<string | null>(null);
  const { accepted, examples, usual } = usePreviewChoices();
  const chosen = [...accepted, ...examples].find((choice) => choice.value === value) ?? usual;
  const { mutate, data, error, isPending } = usePreview(form);
  return (
    <Paper p="md" pos="sticky" top={68}>
      <Stack gap="sm">
        <div>
          <Title order={2}>{text.preview.title}</Title>
          <Text c="dimmed">{text.preview.lead}</Text>
        </div>
        <Select
          label={text.preview.event}
          data={[...groupOf(text.preview.accepted, accepted), ...groupOf(text.preview.examples, examples)]}
          value={chosen?.value ?? null}
          onChange={choose}
          allowDeselect={false}
          searchable
        />
        {chosen !== undefined && (
          <>
            <ChosenEvent about={chosen.about} key={chosen.value} />
            <Button variant="light" loading={isPending} onClick={() => mutate(chosen.about)}>
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

function groupOf(group: string, choices: readonly PreviewChoice[]) {
  return choices.length === 0
    ? []
    : [{ group, items: choices.map(({ value, label }) => ({ value, label })) }];
}

function usePreview(form: WebhookFormState) {
  const api = useApi();
  return useMutation({
    mutationFn: (about: PreviewChoice['about']) => {
      const values = form.getValues();
      const authKind = values.authKind === 'keep' ? 'none' : values.authKind;
      const webhook = toNewWebhook({ ...values, authKind });
      return bodyOf(api.POST('/v1/webhooks/preview', { body: { webhook, ...about } }));
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
          {hidden !== undefined && <Text c="dimmed">{text.preview.hidden[hidden]}</Text>}
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
