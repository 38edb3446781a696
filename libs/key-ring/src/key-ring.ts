import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { TamperedCiphertextError, UnknownKeyError } from './errors.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted value and the id of the key that opens it. */
export interface Sealed {
  readonly keyId: string;
  /** Nonce (12 bytes), authentication tag (16 bytes), then the ciphertext. */
  readonly ciphertext: Buffer;
}

/** One 256-bit key by its id. */
export interface RingKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Encrypts values at rest with AES-256-GCM (NIST SP 800-38D). The first key encrypts, and all of them decrypt. So a new
 * first key can be added without changing stored rows.
 */
export class KeyRing {
  readonly #first: RingKey;
  readonly #keys: ReadonlyMap<string, Buffer>;

  /** @param keys every `key` has 32 bytes and every `id` is unique: see `parseKeyRing` */
  constructor(keys: readonly [RingKey, ...RingKey[]]) {
    this.#first = keys[0];
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /**
   * @param context names the owner of the value, for instance a webhook by its id. It is authenticated and not stored, so a
   *   ciphertext that is copied to another row cannot be decrypted there.
   */
  encrypt(plaintext: string | Buffer, context: string): Sealed {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#first.key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return { keyId: this.#first.id, ciphertext: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
  }

  /**
   * @throws UnknownKeyError if the ring has no key of that id.
   * @throws TamperedCiphertextError if the bytes or the context are not the ones that were encrypted.
   */
  decrypt(sealed: Sealed, context: string): Buffer {
    const key = this.#keys.get(sealed.keyId);
    if (key === undefined) throw new UnknownKeyError(sealed.keyId);
    const { ciphertext } = sealed;
    if (ciphertext.length < NONCE_BYTES + TAG_BYTES)
      throw new TamperedCiphertextError('the ciphertext is too short');
    const decipher = createDecipheriv(ALGORITHM, key, ciphertext.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(ciphertext.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(ciphertext.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    } catch (error) {
      throw new TamperedCiphertextError('the ciphertext does not authenticate', { cause: error });
    }
  }
}
