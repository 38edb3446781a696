import { Badge, Tooltip } from '@mantine/core';
import type { Webhook } from '../api/types.ts';
import { text } from './text.ts';

const colours: Readonly<Record<Webhook['health'], string>> = {
  healthy: 'teal',
  failing: 'orange',
  unavailable: 'red',
  paused: 'red',
};

/** What attempts have shown. A webhook that is not active shows that in its place. */
export function HealthBadge({ webhook }: { readonly webhook: Pick<Webhook, 'health' | 'status'> }) {
  const { health, status } = webhook;
  if (status !== 'active') return <Badge color="gray">{text.statuses[status]}</Badge>;
  return (
    <Tooltip label={text.healthMeanings[health]} multiline maw={280}>
      <Badge color={colours[health]}>{text.healths[health]}</Badge>
    </Tooltip>
  );
}
