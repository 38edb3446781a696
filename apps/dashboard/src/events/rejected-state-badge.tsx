import { Badge } from '@mantine/core';
import type { RejectedEvent } from '../api/types.ts';
import { text } from './text.ts';

/** Whether a rejected event was published again. */
export function RejectedStateBadge({ event }: { readonly event: Pick<RejectedEvent, 'republishedAt'> }) {
  if (event.republishedAt === null) return <Badge color="orange">{text.open}</Badge>;
  return <Badge color="teal">{text.republished}</Badge>;
}
