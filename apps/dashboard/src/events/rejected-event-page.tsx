import { Alert, Grid, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InspectedRejectedEvent } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { SensitiveBody } from '../reveals/sensitive-body.tsx';
import { useReveals, type Revealed } from '../reveals/use-reveals.ts';
import { BackLink, BackTo } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { bytesOf, textOf } from '../shown/bytes.ts';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { HeaderList } from '../shown/header-list.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { Time } from '../time/time.tsx';
import { useRejectedQuery } from './queries.ts';
import { rejectionInWords } from './rejection.ts';
import { RepublishForm } from './republish-form.tsx';
import { text } from './text.ts';

export function RejectedEventPage() {
  const { id } = useParams({ from: '/t/$tenant/$environment/rejected/$id' });
  return <Read id={id} back={<BackLink to="rejected" label={text.rejected.back} />} mayAssign={false} />;
}

/** For the operator, who alone sees an event that names no tenant, and may give it to one. */
export function UnassignedEventPage() {
  const { id } = useParams({ from: '/_operator/rejected/$id' });
  return <Read id={id} back={<BackTo to="/rejected" label={text.unassignedList.title} />} mayAssign />;
}

interface Context {
  readonly back: ReactNode;
  /** Whether the event may be given to a tenant. */
  readonly mayAssign: boolean;
}

function Read({ id, ...context }: Context & { readonly id: string }) {
  const { data, error, refetch } = useQuery(useRejectedQuery(id));
  if (data !== undefined) return <Shown event={data} key={id} {...context} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ event, back, mayAssign }: Context & { readonly event: InspectedRejectedEvent }) {
  const mayPublish = useMay('write');
  const reveals = useReveals();
  const what = { kind: 'rejected-event', id: event.id } as const;
  const revealed = reveals.of(what);
  return (
    <Stack>
      {back}
      <Title order={1}>{rejectionInWords(event.reason)}</Title>
      <Alert color="red">
        {event.path !== '' && <b>{visibleText(event.path)}: </b>}
        <Foreign wrap>{event.message}</Foreign>
      </Alert>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Paper p="md">
            <About event={event} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Paper p="md">
              <Title order={2} mb="xs">
                {text.rejected.value}
              </Title>
              {event.truncated && <Text c="dimmed">{text.rejected.truncated}</Text>}
              <SensitiveBody
                label={text.rejected.value}
                base64={revealed?.bodyBase64}
                hidden={revealed === undefined ? event.hidden : undefined}
                what={what}
                reveals={reveals}
                none={text.rejected.noValue}
              />
            </Paper>
            {mayPublish && (
              <Paper p="md">
                <RepublishForm event={event} value={textIn(revealed)} mayAssign={mayAssign} />
              </Paper>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={12}>
          <Paper p="md">
            <TechnicalDetails event={event} headers={headersOf(event, revealed)} />
          </Paper>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

type Headers = InspectedRejectedEvent['headers'];

function headersOf(event: InspectedRejectedEvent, revealed: Revealed | undefined): Headers {
  if (revealed?.headers === undefined) return event.headers;
  return Object.fromEntries(revealed.headers.map(({ name, value }) => [name, value]));
}

/** Undefined while the bytes are hidden, and where they are no text. */
function textIn(revealed: Revealed | undefined): string | undefined {
  return revealed?.bodyBase64 == null ? undefined : textOf(bytesOf(revealed.bodyBase64));
}

/** What the event is about, where it could be read. */
const about = [
  ['type', text.filters.type],
  ['subject', text.filters.subject],
  ['eventId', text.filters.eventId],
  ['correlationId', text.filters.correlationId],
  ['runtimeId', text.rejected.run],
] as const;

interface OfEvent {
  readonly event: InspectedRejectedEvent;
}

function About({ event }: OfEvent) {
  const facts: Facts = [
    ...about.map(([name, label]): Facts[number] => {
      const value = event[name];
      return [
        label,
        value === null ? undefined : (
          <Copyable key={name} label={label}>
            {value}
          </Copyable>
        ),
      ];
    }),
    [text.rejected.at, <Time key="at" at={event.rejectedAt} />],
    [
      text.rejected.republishedAt,
      event.republishedAt === null ? undefined : <Time at={event.republishedAt} />,
    ],
  ];
  return (
    <>
      <Title order={2} mb="xs">
        {text.rejected.about}
      </Title>
      <FactTable facts={facts} />
    </>
  );
}

/** The code for programs, and the record of Kafka that the event came in. */
function TechnicalDetails({ event, headers }: OfEvent & { readonly headers: Headers }) {
  const facts: Facts = [
    [text.rejected.code, event.reason],
    [
      text.rejected.topic,
      <Foreign key="topic" wrap>
        {event.topic}
      </Foreign>,
    ],
    [text.rejected.position, `${event.partition}, ${event.offset}`],
  ];
  return (
    <>
      <Title order={2} mb="xs">
        {text.rejected.technical}
      </Title>
      <FactTable facts={facts} />
      <Title order={3} mt="md" mb={6}>
        {text.rejected.headers}
      </Title>
      <HeaderList headers={headers} />
    </>
  );
}
