import { objectMembers } from '@casewire/events';
import { Problem } from '@casewire/rest';
import { limits } from '@casewire/webhook-settings';

/** The documents of an event type as JSON text. */
export interface TypeDocuments {
  readonly schema: string;
  /** Null where there is none. */
  readonly example: string | null;
}

/**
 * Takes the documents out of the body of a request as they are written there: numbers keep their digits.
 * @param body of a request that has passed `eventTypeInputSchema`
 * @throws Problem validation-failed for a document that is too large to be stored
 */
export function readDocuments(body: Buffer): TypeDocuments {
  const members = objectMembers(body);
  const example = read(members, 'example', limits.exampleBytes);
  return {
    schema: read(members, 'schema', limits.schemaBytes) ?? '{}',
    example: example === 'null' ? null : example,
  };
}

function read(members: ReadonlyMap<string, Buffer>, name: string, maxBytes: number): string | null {
  const text = members.get(name);
  if (text === undefined) return null;
  if (text.length <= maxBytes) return text.toString('utf8');
  const accepted = `at most ${maxBytes} bytes of JSON`;
  throw new Problem('validation-failed', { errors: [{ path: name, message: 'is too large', accepted }] });
}
