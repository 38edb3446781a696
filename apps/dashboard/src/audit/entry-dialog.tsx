import { Modal, Stack, Title } from '@mantine/core';
import type { AuditEntry } from '../api/types.ts';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { ChangedList } from './changed-list.tsx';
import { whoOf } from './describe-entry.ts';
import { text } from './text.ts';

interface EntryDialogProps {
  /** Undefined while none is opened. */
  readonly entry: AuditEntry | undefined;
  readonly onClose: () => void;
}

/** All of one entry. */
export function EntryDialog({ entry, onClose }: EntryDialogProps) {
  return (
    <Modal
      opened={entry !== undefined}
      onClose={onClose}
      title={entry && text.actions[entry.action]}
      centered
      size="lg"
    >
      {entry !== undefined && (
        <Stack>
          <FactTable facts={factsOf(entry)} />
          {entry.changed.length > 0 && (
            <div>
              <Title order={3} mb={6}>
                {text.entry.changed}
              </Title>
              <ChangedList changed={entry.changed} />
            </div>
          )}
        </Stack>
      )}
    </Modal>
  );
}

function factsOf(entry: AuditEntry): Facts {
  const { claimedName, reason, tenant, environment, session, requestId } = entry;
  const copyable = (label: string, value: string | null) =>
    [label, value === null ? undefined : <Copyable label={label}>{value}</Copyable>] as const;
  const shown = (value: string | null) => (value === null ? undefined : <Foreign wrap>{value}</Foreign>);
  return [
    [text.entry.at, <Time at={entry.at} />],
    [text.entry.who, <Foreign wrap>{whoOf(entry)}</Foreign>],
    [text.entry.claimedName, shown(claimedName)],
    [text.entry.reason, shown(reason)],
    copyable(text.entry.resource, entry.resource),
    [text.entry.resourceName, shown(entry.resourceName)],
    copyable(text.entry.tenant, tenant),
    [text.entry.environment, environment ?? undefined],
    copyable(text.entry.actor, entry.actor),
    [text.entry.actorName, shown(entry.actorName)],
    copyable(text.entry.session, session),
    copyable(text.entry.requestId, requestId),
  ];
}
