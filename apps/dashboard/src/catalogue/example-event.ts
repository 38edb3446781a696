import type { EventType } from '../api/types.ts';

/** An event to begin with, as text: with the example of a type as its data, if there is one. */
export function exampleEvent(type: Pick<EventType, 'type' | 'example'> | undefined): string {
  const event = {
    specversion: '1.0',
    id: 'try-1',
    source: '/try',
    type: type?.type ?? '',
    data: type?.example ?? {},
  };
  return JSON.stringify(event, null, 2);
}
