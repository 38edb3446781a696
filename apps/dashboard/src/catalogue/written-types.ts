import type { EventType } from '../api/types.ts';
import { elementsOf, membersOf } from '../shown/json-parts.ts';

/** An event type with its schema and its example as they were written: numbers have all their digits. */
export interface WrittenType extends Omit<EventType, 'schema' | 'example'> {
  readonly schema: string;
  /** Null where it has none. */
  readonly example: string | null;
}

/** A page of the list of types. @param json the text of the answer */
export function typesIn(json: string): { readonly types: readonly WrittenType[]; readonly hasNext: boolean } {
  const page = membersOf(json);
  return {
    types: elementsOf(page.get('data') ?? '[]').map(typeIn),
    hasNext: page.get('hasNext') === 'true',
  };
}

function typeIn(json: string): WrittenType {
  const { schema: _schema, example: _example, ...type } = JSON.parse(json) as EventType;
  const members = membersOf(json);
  const example = members.get('example') ?? 'null';
  return { ...type, schema: members.get('schema') ?? '{}', example: example === 'null' ? null : example };
}
