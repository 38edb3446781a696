import { Group } from '@mantine/core';
import type { AuditEntry } from '../api/types.ts';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { resourceOf, whoOf } from './describe-entry.ts';
import { text } from './text.ts';

const at: Column<AuditEntry> = {
  heading: text.columns.at,
  width: '160px',
  visibleFrom: 'sm',
  cell: (entry) => <Time at={entry.at} />,
};

const action: Column<AuditEntry> = {
  heading: text.columns.action,
  cell: (entry) => (
    <>
      {text.actions[entry.action]}
      <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
        <Time at={entry.at} />
        <Foreign>{whoOf(entry)}</Foreign>
        <Foreign>{resourceOf(entry)}</Foreign>
      </Group>
    </>
  ),
};

const resource: Column<AuditEntry> = {
  heading: text.columns.resource,
  width: '32%',
  visibleFrom: 'sm',
  cell: (entry) => <Foreign>{resourceOf(entry)}</Foreign>,
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

export const entryColumns: readonly Column<AuditEntry>[] = [at, action, resource, who];

/** For entries of all tenants. */
export const operatorEntryColumns: readonly Column<AuditEntry>[] = [at, tenant, action, resource, who];
