import { ANY_NAME, arrayElements, namedMembers, pointerNames, trimJson } from '@casewire/events';
import { HIDDEN_TEXT } from './hidden.ts';

const PLACEHOLDER = Buffer.from(JSON.stringify(HIDDEN_TEXT));
const NULL = Buffer.from('null');

/** The names that are left of a pointer on its way down. */
type Way = readonly string[];

/**
 * Hides the values that pointers lead to; all other bytes stay as they are. A value that stands where a pointer expects an
 * object or an array is hidden too: what was to be below may be in it. `null` stays.
 * @param json bytes that `JSON.parse` accepts
 * @param pointers RFC 6901, with `*` for every member or element of one level
 * @returns the same buffer if nothing is hidden
 */
export function hideIn(json: Buffer, pointers: readonly string[]): Buffer {
  const document = trimJson(json);
  const found = valuesAt(document, pointers.map(pointerNames));
  const starts = found.map((value) => value.byteOffset - json.byteOffset);
  const pieces: Buffer[] = [];
  let end = 0;
  for (const [index, value] of found.entries()) {
    const start = starts[index] ?? 0;
    pieces.push(json.subarray(end, start), PLACEHOLDER);
    end = start + value.length;
  }
  return found.length === 0 ? json : Buffer.concat([...pieces, json.subarray(end)]);
}

/** Views of what is to be hidden of a value, in the order of the document. */
function valuesAt(value: Buffer, ways: readonly Way[]): Buffer[] {
  if (ways.length === 0 || value.equals(NULL)) return [];
  const parts = partsOf(value);
  if (parts === undefined || ways.some((way) => way.length === 0)) return [value];
  const found: Buffer[] = [];
  for (const [name, part] of parts) {
    const inside = ways.filter(([first]) => first === name || first === ANY_NAME).map((way) => way.slice(1));
    found.push(...valuesAt(part, inside));
  }
  return found;
}

/** Members or elements by name; undefined if the value is no object or array. */
function partsOf(value: Buffer): Iterable<readonly [name: string, part: Buffer]> | undefined {
  switch (value.toString('latin1', 0, 1)) {
    case '{':
      return namedMembers(value);
    case '[':
      return arrayElements(value).map((element, index) => [String(index), element] as const);
    default:
      return undefined;
  }
}
