import { Button, Paper } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Settings } from '../api/types.ts';
import { useSession } from '../app/place.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { formatCount } from '../statistics/format-number.ts';
import { Time } from '../time/time.tsx';
import { TenantFormDialog } from './tenant-form-dialog.tsx';
import { DEFAULT_MERGE, DEFAULT_WEBHOOK_LIMIT } from './tenant-values.ts';
import { text } from './text.ts';

/** What the operator has set for the tenant. The operator may change it here. */
export function TenantPanel({ settings }: { readonly settings: Settings }) {
  const { kind } = useSession();
  const [isEditing, { open, close }] = useDisclosure(false);
  return (
    <Paper p="md">
      <CardHeader title={text.tenant.title} lead={text.tenant.lead}>
        {kind === 'operator' && (
          <Button variant="default" onClick={open}>
            {text.tenant.edit}
          </Button>
        )}
      </CardHeader>
      <FactTable facts={factsOf(settings)} />
      {isEditing && <TenantFormDialog settings={settings} onClose={close} />}
    </Paper>
  );
}

function factsOf({ id, name, createdAt, settings }: Settings): Facts {
  const { subscriptionMerge = DEFAULT_MERGE, webhookLimit, publishPerSecond, allowedHosts } = settings;
  const { apiVersion, atfinityVersion } = settings;
  return [
    [
      text.tenant.name,
      <Foreign key="name" wrap>
        {name}
      </Foreign>,
    ],
    [
      text.tenant.id,
      <Copyable key="id" label={text.tenant.id}>
        {id}
      </Copyable>,
    ],
    [text.tenant.merge, text.tenant.merges[subscriptionMerge]],
    [text.tenant.webhookLimit, formatCount(webhookLimit ?? DEFAULT_WEBHOOK_LIMIT)],
    [
      text.tenant.publishPerSecond,
      publishPerSecond === undefined
        ? text.tenant.noLimit
        : text.tenant.perSecond(formatCount(publishPerSecond)),
    ],
    [
      text.tenant.allowedHosts,
      allowedHosts === undefined || allowedHosts.length === 0 ? (
        text.tenant.allHosts
      ) : (
        <Foreign key="hosts" wrap>
          {allowedHosts.join(', ')}
        </Foreign>
      ),
    ],
    [
      text.tenant.apiVersion,
      apiVersion === undefined ? undefined : <Foreign wrap>{String(apiVersion)}</Foreign>,
    ],
    [
      text.tenant.atfinityVersion,
      atfinityVersion === undefined ? undefined : <Foreign wrap>{atfinityVersion}</Foreign>,
    ],
    [text.tenant.created, <Time key="created" at={createdAt} />],
  ];
}
