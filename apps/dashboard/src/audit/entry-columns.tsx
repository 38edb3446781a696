import type { AuditEntry } from '../api/types.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { pathOf, resourceOf, whoOf } from './describe-entry.ts';
import { text } from './text.ts';

const at = timeColumn<AuditEntry>(text.columns.at, (entry) => entry.at);

const action: Column<AuditEntry> = {
  heading: text.columns.action,
  cell: (entry) => (
    <>
      {text.actions[entry.action]}
      <SecondLine>
        <Time at={entry.at} />
        <Foreign>{whoOf(entry)}</Foreign>
        {entry.resourceName !== null && <Foreign>{entry.resourceName}</Foreign>}
      </SecondLine>
    </>
  ),
};

const resource: Column<AuditEntry> = {
  heading: text.columns.resource,
  width: '32%',
  visibleFrom: 'sm',
  cell: (entry) => <Foreign>{resourceOf(entry)}</Foreign>,
};

/** In a tenant's own list, webhooks have their names. */
const resourceInPlace: Column<AuditEntry> = {
  ...resource,
  cell: (entry) => {
    const [kind, id] = pathOf(entry);
    return kind === 'webhooks' ? <WebhookName id={id} /> : <Foreign>{resourceOf(entry)}</Foreign>;
  },
};

const who: Column<AuditEntry> = {
  heading: text.columns.who,
  width: '26%',
  visibleFrom: 'sm',
  cell: (entry) => <Foreign>{whoOf(entry)}</Foreign>,
};

const tenant: Column<AuditEntry> = {
  heading: text.columns.tenant,
  width: '16%',
  visibleFrom: 'md',
  cell: (entry) => <Foreign>{entry.tenant ?? '–'}</Foreign>,
};

export const entryColumns: readonly Column<AuditEntry>[] = [at, action, resourceInPlace, who];

/** For entries of all tenants. */
export const operatorEntryColumns: readonly Column<AuditEntry>[] = [
  at,
  tenant,
  action,
  { ...resource, width: '24%' },
  { ...who, width: '20%' },
];
