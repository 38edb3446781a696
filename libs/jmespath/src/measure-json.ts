import { isObject, type JsonValue } from './expression.ts';

/**
 * Counts the JSON text of a value before it is written. Values that a query made can share their parts, so that their
 * text is exponentially longer than they are in memory.
 * @param spend told of the characters of each part (escapes not counted); throws where they are too many
 */
export function measureJson(value: JsonValue, spend: (characters: number) => void): void {
  if (typeof value === 'string') {
    spend(value.length + QUOTES);
  } else if (Array.isArray(value)) {
    spend(value.length + BRACKETS);
    for (const item of value) measureJson(item, spend);
  } else if (isObject(value)) {
    spend(BRACKETS);
    for (const [name, member] of Object.entries(value)) {
      spend(name.length + QUOTES + SEPARATORS);
      measureJson(member, spend);
    }
  } else {
    spend(SCALAR);
  }
}

const QUOTES = 2;
const BRACKETS = 2;
/** The colon behind a name and the comma behind its value. */
const SEPARATORS = 2;
/** What a number, a boolean or null takes about. */
const SCALAR = 4;
