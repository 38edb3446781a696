import { Badge } from '@mantine/core';
import type { Replay } from '../api/types.ts';
import { text } from './text.ts';

export const replayColours: Readonly<Record<Replay['state'], string>> = {
  running: 'blue',
  paused: 'orange',
  finished: 'teal',
  cancelled: 'gray',
};

export function ReplayStateBadge({ state }: { readonly state: Replay['state'] }) {
  return <Badge color={replayColours[state]}>{text.states[state]}</Badge>;
}
