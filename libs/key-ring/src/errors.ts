/** The text of a key ring cannot be used. The message names the entry, and never shows its bytes. */
export class KeyRingFormatError extends Error {
  override readonly name = 'KeyRingFormatError';
}

/**
 * The ciphertext was made with a key that this ring does not hold: the key was removed while something that it encrypted
 * was still stored. Put the key back, behind the first one.
 */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  readonly keyId: string;

  constructor(keyId: string) {
    super(`the key ring has no key "${keyId}"`);
    this.keyId = keyId;
  }
}

/** The ciphertext was changed, truncated, moved to another context, or made with another key of the same id. */
export class TamperedCiphertextError extends Error {
  override readonly name = 'TamperedCiphertextError';
}
