import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '../time/time.tsx';
import type { Column } from './record-table.tsx';
import { useHasSecondLine, type Width } from './window-width.ts';

/** A column of instants. @param none stands where there is none; default: a dash */
export function timeColumn<Item>(
  heading: string,
  instantOf: (item: Item) => string | null,
  visibleFrom: Width = 'sm',
  none?: string,
): Column<Item> {
  const cell = (item: Item) => {
    const at = instantOf(item);
    return at === null && none !== undefined ? none : <Time at={at} />;
  };
  return { heading, width: '160px', visibleFrom, cell };
}

/** What narrow windows show below the first line of a row, in place of columns. Each part is an element of its own. */
export function SecondLine({ children }: { readonly children: ReactNode }) {
  if (!useHasSecondLine()) return null;
  return (
    <Group className="dotted" gap={4} wrap="nowrap" c="dimmed" fz="xs">
      {children}
    </Group>
  );
}
