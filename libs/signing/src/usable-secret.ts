import { decodeKey } from './key.ts';
import { publicKeyOf } from './key-pair.ts';
import { keyEncodingOf, type SigningScheme } from './scheme.ts';

/**
 * Checks, before anything is signed, that a secret can sign by a scheme.
 * @throws SecretError if it cannot
 */
export function requireUsableSecret(scheme: SigningScheme, secret: string): void {
  switch (scheme.scheme) {
    case 'none':
      return;
    case 'standard-webhooks-ed25519':
      publicKeyOf(secret);
      return;
    case 'standard-webhooks':
    case 'hmac-body-hex':
    case 'timestamped-hex':
      decodeKey(secret, keyEncodingOf(scheme));
  }
}
