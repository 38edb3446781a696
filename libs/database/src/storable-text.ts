/** The length beyond which a text is truncated: in JavaScript's characters (UTF-16 units), or in bytes of UTF-8. */
export type TextBound = { readonly maxCharacters: number } | { readonly maxBytes: number };

const encoder = new TextEncoder();

/**
 * A text as PostgreSQL can store it, in `text` and in `jsonb`. NUL and halves of surrogate pairs, which JSON and Kafka
 * can spell and PostgreSQL refuses, become U+FFFD. A truncated text ends between characters.
 *
 * Text from outside is made storable once, where it comes in. Code that stores it relies on that.
 * @param bound default: none
 */
export function storableText(text: string, bound?: TextBound): string {
  if (bound === undefined) return replaced(text);
  if ('maxCharacters' in bound) return replaced(truncated(text, bound.maxCharacters));
  // A character takes a byte or more, so characters beyond this number cannot be kept.
  const storable = replaced(truncated(text, bound.maxBytes));
  if (Buffer.byteLength(storable) <= bound.maxBytes) return storable;
  const { read } = encoder.encodeInto(storable, new Uint8Array(bound.maxBytes));
  return storable.slice(0, read);
}

function replaced(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function truncated(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const splitsPair = (text.codePointAt(maxCharacters - 1) ?? 0) > 0xffff;
  return text.slice(0, splitsPair ? maxCharacters - 1 : maxCharacters);
}
