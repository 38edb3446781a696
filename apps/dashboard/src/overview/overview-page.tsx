import { Anchor, Button, Grid, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { BoltIcon, CheckCircleIcon } from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Webhook } from '../api/types.ts';
import { useMay, usePlace } from '../app/place.ts';
import { Empty } from '../lists/empty.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { HealthBadge } from '../webhooks/health-badge.tsx';
import { useWebhookList } from '../webhooks/queries.ts';
import { text as webhookText } from '../webhooks/text.ts';
import { labelOf } from '../webhooks/webhook-name.tsx';
import { LatestFailures, LatestRejected } from './latest.tsx';
import { text } from './text.ts';

/** First what needs a person, then what went wrong last. */
export function OverviewPage() {
  const { data, error, refetch } = useWebhookList();
  if (data === undefined) {
    return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
  }
  const troubled = data.filter(({ health, status }) => status !== 'active' || health !== 'healthy');
  return (
    <Stack>
      <div>
        <Title order={1}>{text.title}</Title>
        <Text c="dimmed">{text.lead}</Text>
      </div>
      <Paper p="md">
        <Title order={2} mb="xs">
          {text.attention}
        </Title>
        {troubled.length === 0 ? <Nothing hasWebhooks={data.length > 0} /> : null}
        <Stack gap={0}>
          {troubled.map((webhook) => (
            <Trouble key={webhook.id} webhook={webhook} />
          ))}
        </Stack>
      </Paper>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Part title={text.failed} area="invocations" search={{ status: 'failed' }}>
            <LatestFailures />
          </Part>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Part title={text.rejected} area="rejected" search={{}}>
            <LatestRejected />
          </Part>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Nothing({ hasWebhooks }: { readonly hasWebhooks: boolean }) {
  const mayCreate = useMay('write');
  const place = usePlace();
  if (hasWebhooks) return <Empty Icon={CheckCircleIcon} title={text.fine} lead={text.fineLead} />;
  return (
    <Empty Icon={BoltIcon} title={text.none} lead={text.noneLead}>
      {mayCreate && (
        <Group gap="xs">
          <Button
            renderRoot={(props) => (
              <Link {...props} to="/t/$tenant/$environment/webhooks/new" params={place} />
            )}
          >
            {text.create}
          </Button>
          {place.environment === 'sandbox' && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link {...props} to="/t/$tenant/$environment/inspector" params={place} />
              )}
            >
              {text.tryIt}
            </Button>
          )}
        </Group>
      )}
    </Empty>
  );
}

function meaningOf({ status, health }: Webhook): string {
  if (status === 'active') return webhookText.healthMeanings[health];
  return status === 'paused' ? text.paused : text.disabled;
}

function Trouble({ webhook }: { readonly webhook: Webhook }) {
  const place = usePlace();
  return (
    <Anchor
      className="trouble"
      underline="never"
      c="inherit"
      renderRoot={(props) => (
        <Link {...props} to="/t/$tenant/$environment/webhooks/$id" params={{ ...place, id: webhook.id }} />
      )}
    >
      <Group gap="sm">
        <HealthBadge webhook={webhook} />
        <Text fw={500}>{labelOf(webhook)}</Text>
      </Group>
      <Text c="dimmed">{meaningOf(webhook)}</Text>
    </Anchor>
  );
}

interface PartProps {
  readonly title: string;
  readonly area: 'invocations' | 'rejected';
  readonly search: { readonly status?: 'failed' };
  readonly children: ReactNode;
}

function Part({ title, area, search, children }: PartProps) {
  const place = usePlace();
  return (
    <Paper p="md" h="100%">
      <Group justify="space-between" mb="xs">
        <Title order={2}>{title}</Title>
        <Anchor
          fz="sm"
          renderRoot={(props) => (
            <Link {...props} to={`/t/$tenant/$environment/${area}`} params={place} search={search} />
          )}
        >
          {text.all}
        </Anchor>
      </Group>
      {children}
    </Paper>
  );
}
