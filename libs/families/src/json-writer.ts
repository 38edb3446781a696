import { objectMembers, trimJson } from '@casewire/events';

/** A member's value: JSON text as upstream wrote it, or a value to print. */
export type MemberValue = Buffer | string | number | boolean | null | undefined;

/**
 * JSON object with the given members in the given order; a member whose value is undefined is left out.
 * Buffers are embedded byte for byte.
 */
export function writeJsonObject(members: readonly (readonly [name: string, value: MemberValue])[]): Buffer {
  const chunks: Buffer[] = [];
  let text = '{';
  let separator = '';
  for (const [name, value] of members) {
    if (value === undefined) continue;
    text += `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    if (Buffer.isBuffer(value)) {
      chunks.push(Buffer.from(text), value);
      text = '';
    } else {
      text += JSON.stringify(value);
    }
  }
  chunks.push(Buffer.from(`${text}}`));
  return Buffer.concat(chunks);
}

/** JSON array of the given elements, byte for byte. */
export function writeJsonArray(elements: readonly Buffer[]): Buffer {
  const chunks = elements.flatMap((element, index) => [Buffer.from(index === 0 ? '[' : ','), element]);
  return Buffer.concat([...chunks, Buffer.from(elements.length === 0 ? '[]' : ']')]);
}

/**
 * The JSON object `object` with one more member at its end and everything else byte for byte; as it is if it has a
 * member of that name.
 */
export function withMember(object: Buffer, name: string, value: Buffer | string): Buffer {
  const members = objectMembers(object);
  if (members.has(name)) return object;
  const opened = trimJson(object).subarray(0, -1);
  const separator = Buffer.from(members.size === 0 ? '' : ',');
  return Buffer.concat([opened, separator, writeJsonObject([[name, value]]).subarray(1)]);
}
