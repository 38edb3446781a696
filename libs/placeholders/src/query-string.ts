import { eachMember } from '@casewire/events';
import { percentEncode } from './escape.ts';
import { jsonText } from './json-text.ts';

const SPACE = 0x20;
const OPEN_BRACE = 0x7b;

/** What one character of a query may take in JSON: `\uXXXX`. */
const ESCAPED_BYTES = 6;

export type QueryString =
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'no-object' }
  | { readonly kind: 'too-long' };

/**
 * A JSON object as `application/x-www-form-urlencoded`: a parameter for each member, in order. Strings stand as their
 * text, all else as it is written, objects and arrays as JSON. Of equal names the last one counts, but all take room.
 * @param json bytes that `JSON.parse` accepts
 * @param maxLength of the query, in characters; what is beyond is not looked at
 */
export function toQueryString(json: Buffer, maxLength: number): QueryString {
  if (json.find((byte) => byte > SPACE) !== OPEN_BRACE) return { kind: 'no-object' };
  const parameters = new Map<string, string>();
  let left = maxLength + '&'.length;
  for (const [name, value] of eachMember(json)) {
    if ((name.length + value.length) / ESCAPED_BYTES > left) return { kind: 'too-long' };
    const text = jsonText(name);
    const parameter = `${percentEncode(text)}=${percentEncode(jsonText(value))}`;
    left -= parameter.length + '&'.length;
    if (left < 0) return { kind: 'too-long' };
    parameters.set(text, parameter);
  }
  return { kind: 'query', query: [...parameters.values()].join('&') };
}
