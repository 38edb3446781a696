import { Alert, Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import type { Place } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { formErrors } from '../shell/form-errors.ts';
import { say } from '../shell/say.ts';
import { text as shellText } from '../shell/text.ts';
import { InstantField } from '../time/instant-field.tsx';
import { useReplay, type ReplayRequest } from './queries.ts';
import { text } from './text.ts';

interface ReplayDialogProps {
  readonly webhookId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Values {
  status: ReplayRequest['status'];
  since: string | undefined;
  until: string | undefined;
  eventType: string;
  subject: string;
  newIds: boolean;
}

const DAY_MS = 86_400_000;

function toRequest({ status, since = '', until, eventType, subject, newIds }: Values): ReplayRequest {
  return {
    status,
    since,
    ...(until !== undefined && { until }),
    ...(eventType.trim() !== '' && { eventType: eventType.trim() }),
    ...(subject.trim() !== '' && { subject: subject.trim() }),
    ...(status !== 'missing' && newIds && { newIds }),
  };
}

/** Sends again what a webhook has missed: first it counts, then it sends. */
export function ReplayDialog({ webhookId, isOpen, onClose }: ReplayDialogProps) {
  const form = useForm<Values>({
    initialValues: {
      ...{ status: 'failed', since: new Date(Date.now() - DAY_MS).toISOString(), until: undefined },
      ...{ eventType: '', subject: '', newIds: false },
    },
    onValuesChange: () => counting.reset(),
  });
  const counting = useReplay(webhookId);
  const sending = useReplay(webhookId);
  const navigate = useNavigate();
  const place = usePlace();
  const count = counting.data?.count;
  const request = (values: Values) => toRequest(values);
  const ask = form.onSubmit((values) =>
    count === undefined || count === 0
      ? counting.mutate(
          { ...request(values), dryRun: true },
          { onError: (error) => form.setErrors(formErrors(error)) },
        )
      : sending.mutate(request(values), {
          onSuccess: ({ id }) => {
            say(text.form.begun);
            onClose();
            if (id !== null) void navigate({ href: replayHref(place, id) });
          },
        }),
  );
  const failure = counting.error ?? sending.error;
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.form.title} centered>
      <form onSubmit={ask}>
        <Stack>
          <Text c="dimmed">{text.form.lead}</Text>
          <Selection form={form} />
          <Group grow align="start">
            <InstantField label={text.form.from} {...form.getInputProps('since')} />
            <InstantField
              label={text.form.to}
              description={text.form.toHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('until')}
            />
          </Group>
          <Group grow>
            <TextInput
              label={text.form.eventType}
              placeholder={text.form.any}
              {...form.getInputProps('eventType')}
            />
            <TextInput
              label={text.form.subject}
              placeholder={text.form.any}
              {...form.getInputProps('subject')}
            />
          </Group>
          {form.values.status !== 'missing' && (
            <Checkbox
              size="xs"
              label={text.form.newIds}
              description={text.form.newIdsHint}
              {...form.getInputProps('newIds', { type: 'checkbox' })}
            />
          )}
          {failure !== null && <Alert color="red">{failure.message}</Alert>}
          {count !== undefined && (
            <Alert color={count === 0 ? 'gray' : 'indigo'}>{text.form.counted(count)}</Alert>
          )}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {shellText.keep}
            </Button>
            <Button type="submit" loading={counting.isPending || sending.isPending}>
              {count === undefined || count === 0 ? text.form.count : text.form.send(count)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function replayHref({ tenant, environment }: Place, id: string): string {
  return `/t/${encodeURIComponent(tenant)}/${environment}/replays/${id}`;
}

const selections = ['failed', 'missing', 'all'] as const;

function Selection({ form }: { readonly form: UseFormReturnType<Values> }) {
  return (
    <Radio.Group label={text.form.what} {...form.getInputProps('status')}>
      <Stack gap="xs" mt={4}>
        {selections.map((each) => (
          <Radio
            key={each}
            size="xs"
            value={each}
            label={text.selections[each]}
            description={text.selectionLeads[each]}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
