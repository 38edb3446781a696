import { membersOf } from '../shown/json-parts.ts';
import { prettyJson } from '../shown/pretty-json.ts';

/**
 * The `data` of a rejected event, to be corrected.
 * @param value the record's value: an event in the structured mode, or the data itself in the binary mode
 * @returns pretty JSON with all digits of its numbers; the value itself where it is none
 */
export function dataOf(value: string): string {
  const parsed = parse(value);
  if (parsed === undefined) return value;
  const isStructured = typeof parsed === 'object' && parsed !== null && 'specversion' in parsed;
  const data = isStructured ? (membersOf(value).get('data') ?? '{}') : value;
  return prettyJson(data) ?? data;
}

/** @returns undefined where the text is not JSON */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
