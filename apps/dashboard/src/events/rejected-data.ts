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

/** Attributes that are offered to be corrected, whatever was wrong. */
const OFTEN_CORRECTED = ['id', 'type', 'subject'];

/** Attributes that say whose an event is. */
export const OWNER_ATTRIBUTES: readonly string[] = ['tenantid', 'environment'];

interface Fault {
  /** An attribute's name, or `data` and a place in it. */
  readonly path: string;
}

/**
 * Names of the attributes that are offered to be corrected: the faulty one first, if it was one.
 * @param mayAssign whether the event may be given to a tenant
 */
export function correctable({ path }: Fault, mayAssign = false): string[] {
  const isAttribute = /^[a-z0-9]+$/.test(path) && path !== 'data';
  const owner = mayAssign ? OWNER_ATTRIBUTES : [];
  return [...new Set([...(isAttribute ? [path] : []), ...owner, ...OFTEN_CORRECTED])];
}
