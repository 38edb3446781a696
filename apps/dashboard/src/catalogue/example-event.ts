import { prettyJson } from '../shown/pretty-json.ts';
import type { WrittenType } from './written-types.ts';

/** An event to begin with, as text: with the example of a type as its data, if there is one. */
export function exampleEvent(type: Pick<WrittenType, 'type' | 'example'> | undefined): string {
  const attributes = { specversion: '1.0', id: 'try-1', source: '/try', type: type?.type ?? '' };
  const event = `${JSON.stringify(attributes).slice(0, -1)},"data":${type?.example ?? '{}'}}`;
  return prettyJson(event) ?? event;
}
