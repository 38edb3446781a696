import { Badge, Grid, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { ChartBarIcon } from '@heroicons/react/24/outline';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Webhook } from '../api/types.ts';
import { Empty } from '../lists/empty.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { Copyable } from '../shown/facts.tsx';
import { StatisticsPanel } from '../statistics/statistics-panel.tsx';
import { HealthBadge } from './health-badge.tsx';
import { HealthFacts } from './health-facts.tsx';
import { LatestInvocations } from './latest-invocations.tsx';
import { useWebhookQuery } from './queries.ts';
import { SettingFacts } from './setting-facts.tsx';
import { StatusNotice } from './status-notice.tsx';
import { WebhookSecret } from './webhook-secret.tsx';
import { text } from './text.ts';
import { WebhookChanges } from './webhook-changes.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { labelOf } from './webhook-name.tsx';

export function WebhookPage() {
  const { id } = useParams({ from: '/t/$tenant/$environment/webhooks/$id' });
  const { data, error, refetch } = useQuery(useWebhookQuery(id));
  if (data !== undefined) return <Shown webhook={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ webhook }: { readonly webhook: Webhook }) {
  return (
    <Stack>
      <BackLink to="webhooks" label={text.detail.back} />
      <Group justify="space-between" align="start">
        <div>
          <Group gap="sm">
            <Title order={1}>{labelOf(webhook)}</Title>
            <HealthBadge webhook={webhook} />
            {webhook.level !== 'customer' && <Badge color="gray">{text.levels[webhook.level]}</Badge>}
          </Group>
          <Text c="dimmed" ff="monospace" fz="xs" mt={4} component="div">
            <Copyable label={text.detail.url}>{webhook.url}</Copyable>
          </Text>
        </div>
        <WebhookActions webhook={webhook} />
      </Group>
      <StatusNotice webhook={webhook} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Paper p="md">
              <HealthFacts webhook={webhook} />
            </Paper>
            <Paper p="md">
              <SettingFacts webhook={webhook} />
            </Paper>
            <WebhookSecret webhook={webhook} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Paper p="md">
              <LatestInvocations webhookId={webhook.id} />
            </Paper>
            <Paper p="md">
              <WebhookChanges webhookId={webhook.id} />
            </Paper>
          </Stack>
        </Grid.Col>
      </Grid>
      <StatisticsPanel
        webhook={webhook.id}
        empty={
          <Paper>
            <Empty Icon={ChartBarIcon} title={text.detail.quiet} lead={text.detail.quietLead} />
          </Paper>
        }
      />
    </Stack>
  );
}
