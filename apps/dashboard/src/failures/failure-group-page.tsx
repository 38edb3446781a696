import { Alert, Anchor, Box, Grid, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { FailureGroup } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { PlaceLink } from '../shell/place-link.tsx';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { WithCode } from '../shown/with-code.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { FailureActions } from './failure-actions.tsx';
import { useFailureQuery } from './queries.ts';
import { FailureStateBadge } from './state-badge.tsx';
import { text } from './text.ts';
import { TrendBars, TrendTable } from './trend.tsx';

export function FailureGroupPage() {
  const { id } = useParams({ from: '/t/$tenant/$environment/failures/$id' });
  const { data, error, refetch } = useQuery(useFailureQuery(id));
  if (data !== undefined) return <Shown group={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ group }: { readonly group: FailureGroup }) {
  const { webhookId, meaning, remedy, state, counts, trend } = group;
  return (
    <Stack>
      <BackLink to="failures" label={text.detail.back} />
      <Group justify="space-between" align="start">
        <Box flex="1 1 0" miw={280}>
          <Title order={1}>
            <Foreign wrap>{meaning}</Foreign>
          </Title>
          <Group gap="sm" wrap="nowrap" my={4}>
            <FailureStateBadge group={group} />
            <PlaceLink to={`webhooks/${webhookId}`} miw={0}>
              <WebhookName id={webhookId} />
            </PlaceLink>
          </Group>
          <Text c="dimmed">{text.stateMeanings[state]}</Text>
        </Box>
        <FailureActions group={group} />
      </Group>
      <Alert title={text.detail.todo}>
        <WithCode>{remedy}</WithCode>
      </Alert>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Paper p="md">
            <Title order={2} mb="xs">
              {text.detail.facts}
            </Title>
            {counts.failed === 0 && counts.waiting > 0 && (
              <Text c="dimmed" mb="xs">
                {text.detail.waits}
              </Text>
            )}
            <GroupFacts group={group} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Paper p="md">
            <Title order={2} mb="xs">
              {text.detail.trend}
            </Title>
            <TrendBars trend={trend} />
            <TrendTable trend={trend} />
          </Paper>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function GroupFacts({ group }: { readonly group: FailureGroup }) {
  const { counts, ignored, ignoredUntil, exampleInvocationId: example } = group;
  const facts: Facts = [
    [text.detail.failed, `${text.count(counts.failed, counts.atLeast)}, ${text.detail.failedHint}`],
    [
      text.detail.waiting,
      counts.waiting === 0
        ? '0'
        : `${text.count(counts.waiting, counts.atLeast)}, ${text.detail.waitingHint}`,
    ],
    [
      text.detail.eventType,
      <Foreign key="type" wrap>
        {group.eventType}
      </Foreign>,
    ],
    [text.detail.first, <Time key="first" at={group.firstSeenAt} />],
    [text.detail.last, <Time key="last" at={group.lastSeenAt} />],
    [
      text.detail.ignoredUntil,
      ignored ? ignoredUntil === null ? text.detail.untilFailure : <Time at={ignoredUntil} /> : undefined,
    ],
    [
      text.detail.example,
      example === null ? undefined : (
        <PlaceLink to={`invocations/${example}`}>{text.detail.showExample}</PlaceLink>
      ),
    ],
    [text.detail.invocations, <FailedInvocations key="invocations" group={group} />],
    [
      text.detail.id,
      <Copyable key="id" label={text.detail.id}>
        {group.id}
      </Copyable>,
    ],
  ];
  return <FactTable facts={facts} />;
}

function FailedInvocations({ group: { webhookId, eventType } }: { readonly group: FailureGroup }) {
  const place = usePlace();
  return (
    <Anchor
      renderRoot={(props) => (
        <Link
          {...props}
          to="/t/$tenant/$environment/invocations"
          params={place}
          search={{ webhook: webhookId, eventType, status: 'failed' }}
        />
      )}
    >
      {text.detail.showInvocations}
    </Anchor>
  );
}
