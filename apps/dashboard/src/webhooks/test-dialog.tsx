import { Alert, Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/api.ts';
import type { TestAttempt, Webhook } from '../api/types.ts';
import { useApi, useMay } from '../app/place.ts';
import { useEventTypeNames } from '../catalogue/queries.ts';
import { text as invocationText } from '../invocations/text.ts';
import { text as shellText } from '../shell/text.ts';
import { BodyView } from '../shown/body-view.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { HeaderList } from '../shown/header-list.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { formatDuration } from '../time/format-time.ts';
import { text } from './text.ts';

interface TestDialogProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Sends an example now, and shows the request and the answer side by side. */
export function TestDialog({ webhook, isOpen, onClose }: TestDialogProps) {
  const api = useApi();
  const { data: names = [] } = useEventTypeNames();
  const [eventType, choose] = useState<string | null>(null);
  const [revealAnswer, setReveal] = useState(false);
  const mayReveal = useMay('payloads');
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => {
      const body = { revealAnswer, ...(eventType !== null && { eventType }) };
      return bodyOf(api.POST('/v1/webhooks/{id}/test', { params: { path: { id: webhook.id } }, body }));
    },
    gcTime: 0,
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.test.title} size="xl" centered>
      <Stack>
        <Text c="dimmed">{text.test.lead}</Text>
        <Select
          label={text.test.type}
          placeholder={text.test.first}
          data={names}
          value={eventType}
          onChange={choose}
          clearable
          searchable
        />
        {mayReveal && (
          <Checkbox
            size="xs"
            label={text.test.reveal}
            description={text.test.revealHint}
            checked={revealAnswer}
            onChange={({ currentTarget }) => setReveal(currentTarget.checked)}
          />
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {data === undefined ? shellText.keep : shellText.close}
          </Button>
          <Button loading={isPending} onClick={() => mutate()}>
            {text.test.send}
          </Button>
        </Group>
        {error !== null && <Alert color="red">{visibleText(error.message)}</Alert>}
        {data !== undefined && <Outcome attempt={data} />}
      </Stack>
    </Modal>
  );
}

function Outcome({ attempt }: { readonly attempt: TestAttempt }) {
  const {
    outcome,
    responseCode,
    responseHeaders = {},
    responseBody = '',
    error,
    request,
    durationMs,
    hidden = [],
  } = attempt;
  const isDelivered = outcome === 'delivered';
  return (
    <>
      <Alert
        color={isDelivered ? 'teal' : 'red'}
        title={`${invocationText.outcomes[outcome]} · ${formatDuration(durationMs)}`}
      >
        {error === undefined ? (responseCode ?? '') : <Foreign wrap>{error}</Foreign>}
      </Alert>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <div>
          <Title order={3} mb={6}>
            {invocationText.detail.request}
          </Title>
          <Text ff="monospace" fz="xs" mb={6}>
            <b>{request.method}</b> <Foreign wrap>{request.url}</Foreign>
          </Text>
          <HeaderList headers={request.headers} />
        </div>
        <div>
          <Title order={3} mb={6}>
            {invocationText.detail.answer}
          </Title>
          {hidden.includes('answer') ? (
            <Text c="dimmed">{text.test.hidden}</Text>
          ) : (
            <>
              <HeaderList headers={responseHeaders} />
              <BodyView
                label={invocationText.detail.body}
                body={responseBody}
                bytes={new TextEncoder().encode(responseBody).length}
              />
            </>
          )}
        </div>
      </SimpleGrid>
    </>
  );
}
