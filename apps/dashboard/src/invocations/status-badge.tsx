import { Badge } from '@mantine/core';
import type { Invocation } from '../api/types.ts';
import { text } from './text.ts';

/** The colours of the theme that statuses have everywhere. */
export const statusColours: Readonly<Record<Invocation['status'], string>> = {
  pending: 'blue',
  retrying: 'orange',
  held: 'grape',
  delivered: 'teal',
  failed: 'red',
  cancelled: 'gray',
};

export function StatusBadge({ status }: { readonly status: Invocation['status'] }) {
  return <Badge color={statusColours[status]}>{text.statuses[status]}</Badge>;
}
