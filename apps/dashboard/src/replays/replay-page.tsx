import { Alert, Button, Grid, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Replay } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { BackLink } from '../shell/back-link.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { PlaceLink } from '../shell/place-link.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { useChangeReplay, useReplayQuery, type ReplayChange } from './queries.ts';
import { ReplayStateBadge } from './state-badge.tsx';
import { text } from './text.ts';

export function ReplayPage() {
  const { id } = useParams({ from: '/t/$tenant/$environment/replays/$id' });
  const { data, error, refetch } = useQuery(useReplayQuery(id));
  if (data !== undefined) return <Shown replay={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ replay }: { readonly replay: Replay }) {
  return (
    <Stack>
      <BackLink to="replays" label={text.detail.back} />
      <Group justify="space-between" align="start">
        <div>
          <Group gap="sm">
            <Title order={1}>{text.detail.title}</Title>
            <ReplayStateBadge state={replay.state} />
          </Group>
          <PlaceLink to={`webhooks/${replay.webhookId}`}>
            <WebhookName id={replay.webhookId} />
          </PlaceLink>
        </div>
        <Actions replay={replay} />
      </Group>
      {replay.waitsForMatching && <Alert>{text.detail.waits}</Alert>}
      {replay.reason !== null && (
        <Alert color="red">
          <Foreign wrap>{replay.reason}</Foreign>
        </Alert>
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Paper p="md">
            <ReplayProgress replay={replay} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Paper p="md">
            <Title order={2} mb="xs">
              {text.detail.asked}
            </Title>
            <FactTable facts={factsOf(replay)} />
          </Paper>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

const outcomes = [
  ['delivered', 'teal'],
  ['retrying', 'orange'],
  ['failed', 'red'],
  ['cancelled', 'gray'],
  ['waiting', 'blue'],
] as const;

function ReplayProgress({ replay: { progress, count } }: { readonly replay: Replay }) {
  const whole = Math.max(1, count, progress.started);
  return (
    <>
      <Title order={2} mb="sm">
        {text.detail.progress}
      </Title>
      <Progress.Root size="lg" mb="sm">
        {outcomes.map(([name, colour]) => (
          <Progress.Section
            key={name}
            value={(100 * progress[name]) / whole}
            color={colour}
            aria-label={text.detail[name]}
          />
        ))}
      </Progress.Root>
      <Text mb="xs" className="tabular">
        {text.detail.started} {text.of(progress.started, count)}
      </Text>
      <FactTable facts={outcomes.map(([name]) => [text.detail[name], progress[name]])} />
    </>
  );
}

function factsOf({ id, filter, newIds, createdAt, endedAt }: Replay): Facts {
  const { status, since, until, eventType, subject, reason, failure } = filter;
  return [
    [text.columns.what, text.selections[status]],
    [text.detail.from, <Time key="from" at={since} />],
    [text.detail.to, <Time key="to" at={until} />],
    [text.detail.eventType, eventType === null ? undefined : <Foreign wrap>{eventType}</Foreign>],
    [text.detail.subject, subject === null ? undefined : <Foreign wrap>{subject}</Foreign>],
    [text.detail.reason, reason === null ? undefined : <Foreign wrap>{reason}</Foreign>],
    [text.detail.failure, failure === null ? undefined : <Foreign wrap>{failure}</Foreign>],
    [text.detail.newIds, newIds ? text.detail.yes : text.detail.no],
    [text.detail.begun, <Time key="begun" at={createdAt} />],
    [text.detail.ended, endedAt === null ? undefined : <Time at={endedAt} />],
    [
      text.detail.id,
      <Copyable key="id" label={text.detail.id}>
        {id}
      </Copyable>,
    ],
  ];
}

function Actions({ replay: { id, state } }: { readonly replay: Replay }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = useChangeReplay(id);
  const change = (to: ReplayChange) =>
    mutate(to, { onSuccess: () => say(text.detail.changed[to]), onError: sayFailure, onSettled: close });
  const may = useMay('replay');
  if (!may || state === 'finished' || state === 'cancelled') return null;
  const other = state === 'running' ? 'pause' : 'resume';
  return (
    <Group gap="xs">
      <Button variant="default" onClick={open}>
        {text.detail.cancel}
      </Button>
      <Button loading={isPending} onClick={() => change(other)}>
        {text.detail[other]}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={text.detail.cancelTitle}
        lead={text.detail.cancelLead}
        confirm={{ label: text.detail.cancel, colour: 'red', isPending, onClick: () => change('cancel') }}
        onClose={close}
      />
    </Group>
  );
}
