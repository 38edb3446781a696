import { Badge } from '@mantine/core';
import type { FailureGroup } from '../api/types.ts';
import { text } from './text.ts';

const colours: Readonly<Record<FailureGroup['state'], string>> = {
  open: 'red',
  recovering: 'orange',
  ended: 'gray',
};

interface FailureStateBadgeProps {
  readonly group: Pick<FailureGroup, 'state' | 'ignored'>;
}

/** The state of a group; of one that is ignored, that it is. */
export function FailureStateBadge({ group: { state, ignored } }: FailureStateBadgeProps) {
  if (ignored && state !== 'ended')
    return (
      <Badge color="gray" flex="none">
        {text.ignored}
      </Badge>
    );
  return (
    <Badge color={colours[state]} flex="none">
      {text.states[state]}
    </Badge>
  );
}
