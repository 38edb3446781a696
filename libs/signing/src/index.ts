export {
  keyEncodingOf,
  type HmacAlgorithm,
  type HmacBodyHexScheme,
  type KeyEncoding,
  type SigningScheme,
  type StandardWebhooksScheme,
  type TimestampedHexScheme,
  type VerifiableScheme,
} from './scheme.ts';
export { decodeKey, SecretError } from './key.ts';
export { resolveScheme, type SigningSettings } from './settings.ts';
export { sign, type SigningRequest } from './sign.ts';
export { verify, type Verification, type VerificationFailure, type VerificationRequest } from './verify.ts';
