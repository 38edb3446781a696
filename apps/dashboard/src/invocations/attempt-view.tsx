import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { BodyView } from '../shown/body-view.tsx';
import { bytesOf, textOf } from '../shown/bytes.ts';
import { Foreign } from '../shown/foreign.tsx';
import { HeaderList } from '../shown/header-list.tsx';
import { formatDuration } from '../time/format-time.ts';
import { text } from './text.ts';

interface AttemptViewProps {
  readonly invocation: ExplainedInvocation;
  /** Undefined before the first one. */
  readonly attempt: Attempt | undefined;
}

/** Request and answer of one attempt, side by side where there is room. */
export function AttemptView({ invocation, attempt }: AttemptViewProps) {
  return (
    <SimpleGrid cols={{ base: 1, xl: 2 }} spacing="md">
      <Paper p="md">
        <Title order={2} mb="sm">
          {text.detail.request}
        </Title>
        {attempt === undefined ? (
          <Text c="dimmed" mb="md">
            {text.detail.notYet}
          </Text>
        ) : (
          <Sent attempt={attempt} />
        )}
        <RequestBody invocation={invocation} />
      </Paper>
      {attempt !== undefined && (
        <Paper p="md">
          <Title order={2} mb="sm">
            {text.detail.answer}
          </Title>
          <Answer attempt={attempt} />
        </Paper>
      )}
    </SimpleGrid>
  );
}

function Section({ title }: { readonly title: string }) {
  return (
    <Title order={3} mt="md" mb={6}>
      {title}
    </Title>
  );
}

function Sent({ attempt: { request } }: { readonly attempt: Attempt }) {
  return (
    <>
      <Text ff="monospace" fz="xs">
        <b>{request.method}</b> <Foreign wrap>{request.url}</Foreign>
      </Text>
      <Section title={text.detail.headers} />
      <HeaderList headers={request.headers} />
    </>
  );
}

function RequestBody({ invocation: { payloadBase64 } }: { readonly invocation: ExplainedInvocation }) {
  const bytes = useMemo(() => (payloadBase64 == null ? undefined : bytesOf(payloadBase64)), [payloadBase64]);
  return (
    <>
      <Section title={text.detail.body} />
      {bytes === undefined ? (
        <Text c="dimmed">{text.detail.notKept}</Text>
      ) : (
        <BodyView label={text.detail.body} body={textOf(bytes)} bytes={bytes.length} />
      )}
    </>
  );
}

function Answer({ attempt }: { readonly attempt: Attempt }) {
  const { outcome, responseCode, responseHeaders = {}, responseBody, error, durationMs } = attempt;
  if (responseCode === undefined) {
    return (
      <Alert color="red" title={text.outcomes[outcome]}>
        <Foreign wrap>{error ?? text.detail.noAnswer}</Foreign>
      </Alert>
    );
  }
  return (
    <Stack gap={0}>
      <Group gap="xs">
        <Text fw={600} c={outcome === 'delivered' ? 'teal' : 'red'}>
          {responseCode}
        </Text>
        <Text c="dimmed">
          {text.outcomes[outcome]} · {formatDuration(durationMs)}
        </Text>
      </Group>
      {error !== undefined && <Foreign wrap>{error}</Foreign>}
      <Section title={text.detail.headers} />
      <HeaderList headers={responseHeaders} />
      <Section title={text.detail.body} />
      <BodyView
        label={text.detail.body}
        body={responseBody ?? ''}
        bytes={new TextEncoder().encode(responseBody).length}
      />
    </Stack>
  );
}
