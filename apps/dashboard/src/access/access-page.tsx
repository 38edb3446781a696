import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Tenant } from '../api/types.ts';
import { BackTo } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { Copyable, FactTable } from '../shown/facts.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { Time } from '../time/time.tsx';
import { KeySection } from './key-section.tsx';
import { LinkSection } from './link-section.tsx';
import { tenantQuery } from './queries.ts';
import { SessionSection } from './session-section.tsx';
import { text } from './text.ts';

/** Who gets in for a tenant. The operator lets in, and shuts out. */
export function AccessPage() {
  const { tenant } = useParams({ from: '/_operator/tenants/$tenant' });
  const { data, error, refetch } = useQuery(tenantQuery(tenant));
  if (data !== undefined) return <Shown tenant={data} key={tenant} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ tenant: { id, name, createdAt } }: { readonly tenant: Tenant }) {
  return (
    <Stack>
      <BackTo to="/tenants" label={text.back} />
      <Group justify="space-between" align="start" gap="xs">
        <div>
          <Title order={1}>{text.title(visibleText(name))}</Title>
          <Text c="dimmed">{text.lead}</Text>
        </div>
        <Group gap="xs">
          <Button renderRoot={(props) => <Link {...props} to="/t/$tenant" params={{ tenant: id }} />}>
            {text.dashboard}
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/audit" search={{ tenant: id }} />}
          >
            {text.audit}
          </Button>
        </Group>
      </Group>
      <Paper p="md">
        <FactTable
          facts={[
            [
              text.id,
              <Copyable key="id" label={text.id}>
                {id}
              </Copyable>,
            ],
            [text.created, <Time key="created" at={createdAt} />],
          ]}
        />
      </Paper>
      <KeySection tenant={id} />
      <LinkSection tenant={id} />
      <SessionSection tenant={id} />
    </Stack>
  );
}
