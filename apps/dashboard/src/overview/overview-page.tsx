import { Anchor, Button, Grid, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { BoltIcon, ChartBarIcon } from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay, usePlace } from '../app/place.ts';
import { AttentionPanel } from '../attention/attention-panel.tsx';
import { Empty } from '../lists/empty.tsx';
import { StatisticsPanel } from '../statistics/statistics-panel.tsx';
import { useWebhookList } from '../webhooks/queries.ts';
import { LatestFailures, LatestRejected } from './latest.tsx';
import { text } from './text.ts';

/** First what needs a person, then what happened. */
export function OverviewPage() {
  return (
    <Stack>
      <div>
        <Title order={1}>{text.title}</Title>
        <Text c="dimmed">{text.lead}</Text>
      </div>
      <AttentionPanel />
      <StatisticsPanel empty={<Quiet />} />
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

/** The next step of a tenant for whom nothing was sent. */
function Quiet() {
  const { data: webhooks } = useWebhookList();
  const mayCreate = useMay('write');
  const place = usePlace();
  if (webhooks?.length === 0) {
    return (
      <Paper>
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
      </Paper>
    );
  }
  return (
    <Paper>
      <Empty Icon={ChartBarIcon} title={text.quiet} lead={text.quietLead}>
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/t/$tenant/$environment/webhooks" params={place} />}
        >
          {text.webhooks}
        </Button>
      </Empty>
    </Paper>
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
