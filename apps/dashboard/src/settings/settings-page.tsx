import { Grid, Paper, Stack, Text, Title } from '@mantine/core';
import type { Settings } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { SecretPanel } from '../secrets/secret-panel.tsx';
import { useTenantSecret } from '../secrets/signing-source.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { FactTable } from '../shown/facts.tsx';
import { EgressPanel } from './egress-panel.tsx';
import { NamedSecrets } from './named-secrets.tsx';
import { useSettings } from './queries.ts';
import { TenantPanel } from './tenant-panel.tsx';
import { text } from './text.ts';

/** What holds for the tenant as a whole. Secrets are shown to sessions that may see them. */
export function SettingsPage() {
  const { data, error, refetch } = useSettings();
  if (data !== undefined) return <Shown settings={data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ settings }: { readonly settings: Settings }) {
  const maySeeSecrets = useMay('secrets');
  return (
    <Stack>
      <div>
        <Title order={1}>{text.title}</Title>
        <Text c="dimmed">{text.lead}</Text>
      </div>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          {maySeeSecrets ? <Secrets /> : <TenantPanel settings={settings} />}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Paper p="md">
              <EgressPanel />
            </Paper>
            {maySeeSecrets && <TenantPanel settings={settings} />}
            <Paper p="md">
              <Retention days={settings.retentionDays} />
            </Paper>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Secrets() {
  const source = useTenantSecret();
  return (
    <Stack>
      <Paper p="md">
        <SecretPanel title={text.signing.title} lead={text.signing.lead} source={source} />
      </Paper>
      <Paper p="md">
        <NamedSecrets />
      </Paper>
    </Stack>
  );
}

function Retention({ days }: { readonly days: Settings['retentionDays'] }) {
  const { retention } = text;
  return (
    <>
      <CardHeader title={retention.title} />
      <FactTable
        facts={[
          [retention.events, retention.days(days.events)],
          [retention.rejectedEvents, retention.days(days.rejectedEvents)],
          [retention.invocations, retention.days(days.invocations)],
          [retention.audit, retention.days(days.audit)],
        ]}
      />
    </>
  );
}
