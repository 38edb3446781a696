import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '../time/time.tsx';
import type { Column } from './record-table.tsx';
import { useHasSecondLine, type Width } from './window-width.ts';

/** A column of instants. */
export function timeColumn<Item>(
  heading: string,
  instantOf: (item: Item) => string | null,
  visibleFrom: Width = 'sm',
): Column<Item> {
  return { heading, width: '160px', visibleFrom, cell: (item) => <Time at={instantOf(item)} /> };
}

/** What narrow windows show below the first line of a row, in place of columns. */
export function SecondLine({ children }: { readonly children: ReactNode }) {
  if (!useHasSecondLine()) return null;
  return (
    <Group gap={6} wrap="nowrap" c="dimmed" fz="xs">
      {children}
    </Group>
  );
}
