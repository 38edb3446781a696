import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { HiddenNotice } from '../reveals/hidden-notice.tsx';
import { SensitiveBody } from '../reveals/sensitive-body.tsx';
import type { Revealable, Reveals } from '../reveals/use-reveals.ts';
import { BodyView } from '../shown/body-view.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { HeaderList } from '../shown/header-list.tsx';
import { sentence } from '../shown/sentence.ts';
import { formatDuration } from '../time/format-time.ts';
import { revealableBody, revealableExchange } from './revealable.ts';
import { text } from './text.ts';

interface AttemptViewProps {
  readonly invocation: ExplainedInvocation;
  /** Undefined before the first one. */
  readonly attempt: Attempt | undefined;
  readonly reveals: Reveals;
}

/** Request and answer of one attempt, side by side where there is room. */
export function AttemptView({ invocation, attempt, reveals }: AttemptViewProps) {
  const exchange = attempt && { attempt, what: revealableExchange(invocation, attempt), reveals };
  return (
    <SimpleGrid cols={{ base: 1, xl: 2 }} spacing="md">
      <Paper p="md">
        <Title order={2} mb="sm">
          {text.detail.request}
        </Title>
        {exchange === undefined ? (
          <Text c="dimmed" mb="md">
            {text.detail.notYet}
          </Text>
        ) : (
          <Sent {...exchange} />
        )}
        <RequestBody invocation={invocation} reveals={reveals} />
      </Paper>
      {exchange !== undefined && (
        <Paper p="md">
          <Title order={2} mb="sm">
            {text.detail.answer}
          </Title>
          <Answer {...exchange} />
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

interface ExchangeProps {
  readonly attempt: Attempt;
  readonly what: Revealable;
  readonly reveals: Reveals;
}

function Sent({ attempt: { request, hidden = [] }, what, reveals }: ExchangeProps) {
  return (
    <>
      {hidden.includes('request') && <HiddenNotice hidden="parts" what={what} reveals={reveals} />}
      <Text ff="monospace" fz="xs">
        <b>{request.method}</b> <Foreign wrap>{request.url}</Foreign>
      </Text>
      <Section title={text.detail.headers} />
      <HeaderList headers={request.headers} />
    </>
  );
}

function RequestBody({ invocation, reveals }: Pick<AttemptViewProps, 'invocation' | 'reveals'>) {
  return (
    <>
      <Section title={text.detail.body} />
      <SensitiveBody
        label={text.detail.body}
        base64={invocation.payloadBase64}
        hidden={invocation.hidden}
        what={revealableBody(invocation)}
        reveals={reveals}
        none={text.detail.notKept}
      />
    </>
  );
}

function Answer({ attempt, what, reveals }: ExchangeProps) {
  const { outcome, responseCode, error, durationMs, hidden = [] } = attempt;
  if (responseCode === undefined) {
    return (
      <Alert color="red" title={text.outcomes[outcome]}>
        <Foreign wrap>{error === undefined ? text.detail.noAnswer : sentence(error)}</Foreign>
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
      {error !== undefined && <Foreign wrap>{sentence(error)}</Foreign>}
      {hidden.includes('answer') ? (
        <Stack mt="md">
          <HiddenNotice hidden="whole" what={what} reveals={reveals} />
        </Stack>
      ) : (
        <AnswerContent attempt={attempt} />
      )}
    </Stack>
  );
}

function AnswerContent({ attempt: { responseHeaders = {}, responseBody } }: Pick<ExchangeProps, 'attempt'>) {
  return (
    <>
      <Section title={text.detail.headers} />
      <HeaderList headers={responseHeaders} />
      <Section title={text.detail.body} />
      <BodyView
        label={text.detail.body}
        body={responseBody ?? ''}
        bytes={new TextEncoder().encode(responseBody).length}
      />
    </>
  );
}
