import { Group, Stack, Text } from '@mantine/core';
import { ArrowRightIcon } from '@heroicons/react/24/outline';
import type { AuditEntry } from '../api/types.ts';
import { Foreign } from '../shown/foreign.tsx';
import { valueText } from './describe-entry.ts';
import { text } from './text.ts';

interface ChangedListProps {
  readonly changed: AuditEntry['changed'];
}

/** What was changed, from what to what. */
export function ChangedList({ changed }: ChangedListProps) {
  return (
    <Stack gap={4}>
      {changed.map(({ member, before, after }) => (
        <div key={member}>
          <Text fw={500} fz="sm" span>
            <Foreign wrap>{member}</Foreign>
          </Text>
          {valueText(before) === valueText(after) ? (
            <Text fz="xs" c="dimmed">
              {text.entry.notShown}
            </Text>
          ) : (
            <Group gap={6} c="dimmed">
              <Value value={before} label={text.entry.before} />
              <ArrowRightIcon width={12} aria-hidden />
              <Value value={after} label={text.entry.after} />
            </Group>
          )}
        </div>
      ))}
    </Stack>
  );
}

function Value({ value, label }: { readonly value: unknown; readonly label: string }) {
  const shown = valueText(value);
  return (
    <Text component="div" fz="xs" title={label} {...(shown !== undefined && { ff: 'monospace' })}>
      {shown === undefined ? '–' : <Foreign wrap>{shown}</Foreign>}
    </Text>
  );
}
