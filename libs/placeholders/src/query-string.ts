import { objectMembers } from '@casewire/events';
import { percentEncode } from './escape.ts';
import { jsonText } from './json-text.ts';

const SPACE = 0x20;
const OPEN_BRACE = 0x7b;

/**
 * A JSON object as `application/x-www-form-urlencoded`: a parameter for each member, in order. Strings stand as their
 * text, all else as it is written, objects and arrays as JSON. Undefined for what is not an object.
 * @param json bytes that `JSON.parse` accepts
 */
export function toQueryString(json: Buffer): string | undefined {
  if (json.find((byte) => byte > SPACE) !== OPEN_BRACE) return undefined;
  return [...objectMembers(json)]
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(jsonText(value))}`)
    .join('&');
}
