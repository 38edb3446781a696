import { Anchor, Badge, Grid, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { InspectedEvent, Invocation } from '../api/types.ts';
import { StatusBadge } from '../invocations/status-badge.tsx';
import { revealedEvent } from '../reveals/revealed.ts';
import { SensitiveBody } from '../reveals/sensitive-body.tsx';
import { useReveals } from '../reveals/use-reveals.ts';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { Copyable, FactTable } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { useEventQuery } from './queries.ts';
import { text } from './text.ts';

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
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack>
            <Paper p="md">
              <Receivers event={event} />
            </Paper>
            {event.why.length > 0 && (
              <Paper p="md">
                <Others event={event} />
              </Paper>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
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

function Receivers({ event: { invocations } }: { readonly event: InspectedEvent }) {
  return (
    <>
      <Title order={2} mb="xs">
        {text.detail.receivers}
      </Title>
      {invocations.length === 0 && <Text c="dimmed">{text.detail.noReceivers}</Text>}
      <Table layout="fixed" horizontalSpacing={6}>
        <Table.Tbody>
          {invocations.map(({ id, webhookId, status }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Anchor component={Link} from="/t/$tenant/$environment" to={`./invocations/${id}`}>
                  <WebhookName id={webhookId} />
                </Anchor>
              </Table.Td>
              <Table.Td w={110}>
                <StatusBadge status={status as Invocation['status']} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

function Others({ event: { why } }: { readonly event: InspectedEvent }) {
  return (
    <>
      <Title order={2}>{text.detail.others}</Title>
      <Text c="dimmed" mb="xs">
        {text.detail.today}
      </Text>
      <Stack gap="sm">
        {why.map(({ webhookId, matched, why: reason }) => (
          <div key={webhookId}>
            <Group gap="xs" wrap="nowrap">
              <Anchor component={Link} from="/t/$tenant/$environment" to={`./webhooks/${webhookId}`} miw={0}>
                <WebhookName id={webhookId} />
              </Anchor>
              <Badge color={matched ? 'teal' : 'gray'}>
                {matched ? text.detail.matches : text.detail.noMatch}
              </Badge>
            </Group>
            <Text c="dimmed">
              <Foreign wrap>{reason}</Foreign>
            </Text>
          </div>
        ))}
      </Stack>
    </>
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
