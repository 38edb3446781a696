import { publicKeyOf } from './key-pair.ts';
import { SecretError } from './key.ts';
import type { SigningScheme } from './scheme.ts';
import { verify, type VerificationRequest } from './verify.ts';

/** The checks that a request can fail, each in a sentence. The first of several says most. */
export const checkFailures = {
  'signature-mismatch': 'none of the signatures was made of this body with a secret of the webhook',
  'timestamp-too-old': 'it was signed more than five minutes ago; the signature itself was not looked at',
  'timestamp-too-new':
    'it was signed more than five minutes from now; the signature itself was not looked at',
  'malformed-header': 'no signature of the scheme, or no time, can be read from its header',
  'missing-header': 'a header of the signature is missing',
  'not-signed': 'deliveries of this webhook are not signed',
} as const;

export type CheckFailure = keyof typeof checkFailures;

/**
 * Checks a request as its receiver should, with what its sender has.
 * @param secrets those that sign now: private keys for the scheme `standard-webhooks-ed25519`
 * @returns the check that fails; null for a genuine request
 */
export function checkRequest(
  scheme: SigningScheme,
  secrets: readonly string[],
  received: Pick<VerificationRequest, 'headers' | 'body' | 'nowSeconds'>,
): CheckFailure | null {
  if (scheme.scheme === 'none') return 'not-signed';
  const known = scheme.scheme === 'standard-webhooks-ed25519' ? secrets.map(publicKeyOf) : secrets;
  try {
    const verification = verify({ ...received, scheme, secrets: known });
    return verification.ok ? null : verification.code;
  } catch (error) {
    // A secret that this scheme cannot sign with has signed nothing.
    if (error instanceof SecretError) return 'not-signed';
    throw error;
  }
}
