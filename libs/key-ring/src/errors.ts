/** The text of a key ring that cannot be used; the message names the entry, never its bytes. */
export class KeyRingFormatError extends Error {
  override readonly name = 'KeyRingFormatError';
}

/**
 * The ciphertext was made with a key that this ring does not hold.
 * A key was removed from the ring before everything it encrypted was gone: put it back behind the first one.
 */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  readonly keyId: string;

  constructor(keyId: string) {
    super(`the key ring has no key "${keyId}"`);
    this.keyId = keyId;
  }
}

/** The ciphertext was changed, cut short, moved to another context, or made with another key of the same id. */
export class TamperedCiphertextError extends Error {
  override readonly name = 'TamperedCiphertextError';
}
