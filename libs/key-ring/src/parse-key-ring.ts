import { KeyRingFormatError } from './errors.ts';
import { KeyRing, type RingKey } from './key-ring.ts';

const KEY_BYTES = 32;

/**
 * Reads a key ring from `id:base64 of 32 bytes[,id2:...]`: the first key encrypts, all of them decrypt.
 * @throws KeyRingFormatError if it is empty, an id is unfit or repeated, or a key is not 32 bytes.
 */
export function parseKeyRing(text: string): KeyRing {
  const [first, ...others] = text.split(',').map(parseEntry);
  if (first === undefined) throw new KeyRingFormatError('the key ring is empty');
  const ids = [first, ...others].map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new KeyRingFormatError(`key id "${repeated}" stands twice`);
  return new KeyRing([first, ...others]);
}

function parseEntry(entry: string, index: number): RingKey {
  const [, id, encoded] = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]+={0,2})$/.exec(entry.trim()) ?? [];
  if (id === undefined || encoded === undefined) {
    throw new KeyRingFormatError(`entry ${index + 1} is not of the form id:base64`);
  }
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== KEY_BYTES) {
    throw new KeyRingFormatError(`key "${id}" has ${key.length} bytes instead of ${KEY_BYTES}`);
  }
  return { id, key };
}
