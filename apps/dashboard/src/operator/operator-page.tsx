import { Anchor, Badge, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { AttentionItem } from '../api/types.ts';
import { AttentionLine } from '../attention/attention-line.tsx';
import { AttentionList } from '../attention/attention-list.tsx';
import { attentionOfAll } from '../attention/queries.ts';
import { text as eventText } from '../events/text.ts';
import { Foreign } from '../shown/foreign.tsx';
import { text as shellText } from '../shell/text.ts';
import { byTenant } from './by-tenant.ts';
import { TenantName } from './tenant-name.tsx';
import { text } from './text.ts';
import { thingToOpen } from './thing-to-open.ts';

const unassigned = eventText.unassignedList;

/** The operator's first page: what needs a person in all tenants. What mends it is on the pages of the tenant. */
export function OperatorPage() {
  const { data, error, refetch } = useQuery(attentionOfAll);
  return (
    <Stack>
      <Group justify="space-between" align="start">
        <div>
          <Title order={1}>{text.overview}</Title>
          <Text c="dimmed">{text.overviewLead}</Text>
        </div>
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/rejected" />}>
          {unassigned.title}
        </Button>
      </Group>
      <AttentionList attention={data} error={error} onRetry={() => void refetch()}>
        {(items) =>
          [...byTenant(items)].map(([tenant, ofTenant]) => (
            <OfTenant key={tenant} tenant={tenant} items={ofTenant} />
          ))
        }
      </AttentionList>
    </Stack>
  );
}

interface OfTenantProps {
  readonly tenant: string | null;
  readonly items: readonly AttentionItem[];
}

function OfTenant({ tenant, items }: OfTenantProps) {
  const titleId = useId();
  return (
    <Box component="section" aria-labelledby={titleId}>
      <Title order={3} id={titleId}>
        {tenant === null ? unassigned.title : <TenantName id={tenant} />}
      </Title>
      {tenant === null && <Text c="dimmed">{unassigned.lead}</Text>}
      <ul className="attention">
        {items.map((item) => (
          <AttentionLine
            key={item.id}
            item={item}
            subject={<Receiver of={item.subject} />}
            action={<OpenButton item={item} />}
          />
        ))}
      </ul>
    </Box>
  );
}

interface SubjectProps {
  readonly of: AttentionItem['subject'];
}

/** Of several webhooks, the host that they share. */
function Receiver({ of: { tenantId: tenant, environment, webhookId: id, host, count } }: SubjectProps) {
  const isOne = count === 1 && tenant !== null && environment !== null && id !== null;
  return (
    <Group gap={6} wrap="nowrap">
      {environment !== null && (
        <Badge color="gray" flex="none">
          {shellText.environments[environment]}
        </Badge>
      )}
      {isOne && host !== null ? (
        <Anchor
          renderRoot={(props) => (
            <Link {...props} to="/t/$tenant/$environment/webhooks/$id" params={{ tenant, environment, id }} />
          )}
        >
          <Foreign>{host}</Foreign>
        </Anchor>
      ) : (
        host !== null && <Foreign>{host}</Foreign>
      )}
    </Group>
  );
}

/** Leads to the thing itself. What belongs to no tenant has a page of the operator's own. */
function OpenButton({ item }: { readonly item: AttentionItem }) {
  const { tenantId, environment } = item.subject;
  const { path, search } = thingToOpen(item);
  const root = tenantId === null ? '' : `/t/${encodeURIComponent(tenantId)}/${environment ?? 'production'}`;
  return (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link {...props} to={path === '' ? root : `${root}/${path}`} search={{ ...search }} />
      )}
    >
      {text.open}
    </Button>
  );
}
