import { Alert, Grid, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { InspectedRejectedEvent } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { BodyView } from '../shown/body-view.tsx';
import { FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { HeaderList } from '../shown/header-list.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { Time } from '../time/time.tsx';
import { useRejectedQuery } from './queries.ts';
import { RepublishForm } from './republish-form.tsx';
import { text } from './text.ts';

export function RejectedEventPage() {
  const { id } = useParams({ from: '/t/$tenant/$environment/rejected/$id' });
  const { data, error, refetch } = useQuery(useRejectedQuery(id));
  if (data !== undefined) return <Shown event={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ event }: { readonly event: InspectedRejectedEvent }) {
  const mayPublish = useMay('write');
  return (
    <Stack>
      <BackLink to="rejected" label={text.rejected.back} />
      <Title order={1}>
        <Foreign wrap>{event.reason}</Foreign>
      </Title>
      <Alert color="red">
        {event.path !== '' && <b>{visibleText(event.path)}: </b>}
        <Foreign wrap>{event.message}</Foreign>
      </Alert>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Paper p="md">
            <Record event={event} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Paper p="md">
              <Value event={event} />
            </Paper>
            {mayPublish && (
              <Paper p="md">
                <RepublishForm event={event} />
              </Paper>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Record({ event }: { readonly event: InspectedRejectedEvent }) {
  const facts: Facts = [
    [text.rejected.at, <Time key="at" at={event.rejectedAt} />],
    [
      text.rejected.republishedAt,
      event.republishedAt === null ? undefined : <Time at={event.republishedAt} />,
    ],
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
        {text.rejected.record}
      </Title>
      <FactTable facts={facts} />
      <Title order={3} mt="md" mb={6}>
        {text.rejected.headers}
      </Title>
      <HeaderList headers={event.headers} />
    </>
  );
}

function Value({ event }: { readonly event: InspectedRejectedEvent }) {
  const { value, valueBase64, bytes, truncated } = event;
  const isHidden = value === undefined && valueBase64 === undefined;
  return (
    <>
      <Title order={2} mb="xs">
        {text.rejected.value}
      </Title>
      {truncated && <Text c="dimmed">{text.rejected.truncated}</Text>}
      {isHidden ? (
        <Text c="dimmed">{text.rejected.noValue}</Text>
      ) : (
        <BodyView label={text.rejected.value} body={value} bytes={bytes} />
      )}
    </>
  );
}
