import { Group, type MantineBreakpoint } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '../time/time.tsx';
import type { Column } from './record-table.tsx';

/** A column of instants. */
export function timeColumn<Item>(
  heading: string,
  instantOf: (item: Item) => string | null,
  visibleFrom: MantineBreakpoint = 'sm',
): Column<Item> {
  return { heading, width: '160px', visibleFrom, cell: (item) => <Time at={instantOf(item)} /> };
}

/** What small screens show below the first line of a row, in place of columns. */
export function SecondLine({ children }: { readonly children: ReactNode }) {
  return (
    <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
      {children}
    </Group>
  );
}
