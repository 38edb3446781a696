/**
 * Slices of JSON text. Numbers and escapes reach the receiver as upstream wrote them only if the bytes are
 * carried along: parsing and printing again turns `1.50` into `1.5` and 20-digit integers into other numbers.
 *
 * All functions expect bytes that `JSON.parse` accepts, and return views into them.
 */

import {
  BACKSLASH,
  CLOSE_BRACKET,
  COMMA,
  endOfString,
  endOfValue,
  parseName,
  QUOTE,
  skipSpace,
  type Bounds,
} from './json-scan.ts';

/** The two quotes around a name. */
const QUOTES = 2;

/** Bytes of the longest escape, `\uXXXX`, which may stand for a single byte. */
const ESCAPED_BYTES = 6;

/** Members of the object `json` by name. Of equal names the last one counts, as with `JSON.parse`. */
export function objectMembers(json: Buffer): Map<string, Buffer> {
  return new Map(namedMembers(json));
}

/** Members of the object `json`, one by one, also those whose names repeat. */
export function* namedMembers(json: Buffer): Generator<readonly [name: string, value: Buffer]> {
  for (let member = firstMember(json); member; member = nextMember(json, member)) {
    yield [parseName(json, member.name), slice(json, member.value)];
  }
}

/** Members of the object `json`, one by one, also those whose names repeat. Names are as they are written, in quotes. */
export function* eachMember(json: Buffer): Generator<readonly [name: Buffer, value: Buffer]> {
  for (let member = firstMember(json); member; member = nextMember(json, member)) {
    yield [slice(json, member.name), slice(json, member.value)];
  }
}

/** Told where the next member or element begins, before it is looked at. It may throw to end a search. */
export type Visit = (at: number) => void;

/** The members of the object `json` that have one of the names; of equal names the last one counts. */
export function membersNamed(
  json: Buffer,
  names: readonly string[],
  visit?: Visit,
): ReadonlyMap<string, Buffer> {
  const wanted = names.map((name) => ({ name, bytes: Buffer.from(name) }));
  const found = new Map<string, Buffer>();
  for (let member = firstMember(json); member; member = nextMember(json, member)) {
    visit?.(member.name.start);
    for (const { name, bytes } of wanted)
      if (isNamed(json, member.name, name, bytes)) found.set(name, slice(json, member.value));
  }
  return found;
}

/** Elements of the array `json`. */
export function arrayElements(json: Buffer): Buffer[] {
  return Array.from(elementBounds(json), (element) => slice(json, element));
}

/** Elements of the array `json` by their index, counted from 0. Nothing behind the last of them is read. */
export function elementsAt(
  json: Buffer,
  indexes: readonly number[],
  visit?: Visit,
): ReadonlyMap<number, Buffer> {
  const wanted = new Set(indexes);
  const found = new Map<number, Buffer>();
  let index = 0;
  for (const element of elementBounds(json)) {
    visit?.(element.start);
    if (wanted.has(index)) found.set(index, slice(json, element));
    if (found.size === wanted.size) break;
    index++;
  }
  return found;
}

/** `json` without the white space around it. */
export function trimJson(json: Buffer): Buffer {
  const start = skipSpace(json, 0);
  return json.subarray(start, endOfValue(json, start));
}

interface Member {
  /** In its quotes. */
  readonly name: Bounds;
  readonly value: Bounds;
}

function firstMember(json: Buffer): Member | undefined {
  return memberAt(json, skipSpace(json, skipSpace(json, 0) + 1));
}

function nextMember(json: Buffer, { value }: Member): Member | undefined {
  const at = skipSpace(json, value.end);
  return json[at] === COMMA ? memberAt(json, skipSpace(json, at + 1)) : undefined;
}

function memberAt(json: Buffer, at: number): Member | undefined {
  if (json[at] !== QUOTE) return undefined;
  const name = { start: at, end: endOfString(json, at) };
  const start = skipSpace(json, skipSpace(json, name.end) + 1);
  return { name, value: { start, end: endOfValue(json, start) } };
}

function* elementBounds(json: Buffer): Generator<Bounds> {
  let at = skipSpace(json, skipSpace(json, 0) + 1);
  while (at < json.length && json[at] !== CLOSE_BRACKET) {
    const end = endOfValue(json, at);
    yield { start: at, end };
    at = skipSpace(json, end);
    if (json[at] !== COMMA) break;
    at = skipSpace(json, at + 1);
  }
}

function slice(json: Buffer, { start, end }: Bounds): Buffer {
  return json.subarray(start, end);
}

/** A name as it is written is longer than its text only if it has escapes, of which `\uXXXX` is the longest. */
function isNamed(json: Buffer, name: Bounds, wanted: string, bytes: Buffer): boolean {
  const length = name.end - name.start - QUOTES;
  if (length < bytes.length || length > bytes.length * ESCAPED_BYTES) return false;
  for (let index = 0; index < length; index++) {
    const byte = json[name.start + 1 + index];
    if (byte === BACKSLASH) return parseName(json, name) === wanted;
    if (byte !== bytes[index]) return false;
  }
  return true;
}
