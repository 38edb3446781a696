import { Grid, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { InspectedEvent } from '../api/types.ts';
import { revealedEvent } from '../reveals/revealed.ts';
import { SensitiveBody } from '../reveals/sensitive-body.tsx';
import { useReveals } from '../reveals/use-reveals.ts';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { Copyable, FactTable } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { OtherWebhooks } from './other-webhooks.tsx';
import { useEventQuery } from './queries.ts';
import { text } from './text.ts';
import { WayPanel } from './way/way-panel.tsx';

export function EventPage() {
  const { uid } = useParams({ from: '/t/$tenant/$environment/events/$uid' });
  const { data, error, refetch } = useQuery(useEventQuery(uid));
  if (data !== undefined) return <Shown event={data} key={uid} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ event }: { readonly event: InspectedEvent }) {
  return (
    <Stack>
      <BackLink to="events" label={text.detail.back} />
      <div>
        <Title order={1}>
          <Foreign wrap>{event.type}</Foreign>
        </Title>
        <Text c="dimmed">
          {text.columns.accepted} <Time at={event.acceptedAt} />
        </Text>
      </div>
      <Paper p="md">
        <WayPanel event={event} />
      </Paper>
      <Grid gap="md">
        {event.why.length > 0 && (
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Paper p="md">
              <OtherWebhooks event={event} />
            </Paper>
          </Grid.Col>
        )}
        <Grid.Col span={{ base: 12, md: event.why.length > 0 ? 6 : 12 }}>
          <Stack>
            <Paper p="md">
              <Attributes event={event} />
            </Paper>
            <Paper p="md">
              <Data event={event} />
            </Paper>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Attributes({ event: { attributes, uid } }: { readonly event: InspectedEvent }) {
  return (
    <>
      <Title order={2} mb="xs">
        {text.detail.attributes}
      </Title>
      <FactTable
        facts={[...Object.entries(attributes), ['uid', uid] as const].map(([name, value]) => [
          name,
          <Copyable key={name} label={name}>
            {value}
          </Copyable>,
        ])}
      />
    </>
  );
}

function Data({ event }: { readonly event: InspectedEvent }) {
  const reveals = useReveals();
  const what = { kind: 'event', id: event.uid } as const;
  const { dataBase64, hidden } = revealedEvent(event, reveals.of(what));
  return (
    <>
      <Title order={2} mb="xs">
        {text.detail.data}
      </Title>
      <SensitiveBody
        label={text.detail.data}
        base64={dataBase64}
        hidden={hidden}
        what={what}
        reveals={reveals}
        none={text.detail.noData}
      />
    </>
  );
}
