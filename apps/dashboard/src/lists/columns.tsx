import { Group, type MantineBreakpoint } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '../time/time.tsx';
import type { Column } from './record-table.tsx';

/** A column of instants. @param none stands where there is none; default: a dash */
export function timeColumn<Item>(
  heading: string,
  instantOf: (item: Item) => string | null,
  visibleFrom: MantineBreakpoint = 'sm',
  none?: string,
): Column<Item> {
  const cell = (item: Item) => {
    const at = instantOf(item);
    return at === null && none !== undefined ? none : <Time at={at} />;
  };
  return { heading, width: '160px', visibleFrom, cell };
}

/** What small screens show below the first line of a row, in place of columns. */
export function SecondLine({ children }: { readonly children: ReactNode }) {
  return (
    <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
      {children}
    </Group>
  );
}
