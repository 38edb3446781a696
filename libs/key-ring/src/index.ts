export { KeyRing, type RingKey, type Sealed } from './key-ring.ts';
export { parseKeyRing } from './parse-key-ring.ts';
export { KeyRingFormatError, TamperedCiphertextError, UnknownKeyError } from './errors.ts';
