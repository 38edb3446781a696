export { checkFailures, checkRequest, type CheckFailure } from './check.ts';
export {
  keyEncodingOf,
  signatureHeaders,
  type HmacAlgorithm,
  type HmacBodyHexScheme,
  type HmacScheme,
  type KeyEncoding,
  type SigningScheme,
  type StandardWebhooksEd25519Scheme,
  type StandardWebhooksScheme,
  type TimestampedHexScheme,
  type VerifiableScheme,
} from './scheme.ts';
export { generatePrivateKey, publicKeyOf } from './key-pair.ts';
export { isPrivateKey, SecretError } from './key.ts';
export { requireUsableSecret } from './usable-secret.ts';
export { resolveScheme, type SigningSettings } from './settings.ts';
export { sign, type SigningRequest } from './sign.ts';
export { verify, type Verification, type VerificationFailure, type VerificationRequest } from './verify.ts';
