import { timingSafeEqual } from 'node:crypto';
import {
  nextHeader,
  type HmacBodyHexScheme,
  type TimestampedHexScheme,
  type VerifiableScheme,
} from './scheme.ts';
import {
  bodyHmac,
  isStandardWebhooksEd25519,
  standardWebhooksHmac,
  timestampedHmac,
  type StandardMessage,
} from './signature.ts';

/** Why a request is not accepted as genuine. */
export type VerificationFailure =
  | 'missing-header'
  /** No signature of the scheme can be read from its header, or no time. */
  | 'malformed-header'
  /** Signed longer ago than the tolerance: perhaps replayed by a third party. */
  | 'timestamp-too-old'
  | 'timestamp-too-new'
  | 'signature-mismatch';

export type Verification = { readonly ok: true } | { readonly ok: false; readonly code: VerificationFailure };

/** One received request that is to be checked. */
export interface VerificationRequest {
  readonly scheme: VerifiableScheme;
  /** Any of them may have signed. Public keys (`whpk_`) for the scheme `standard-webhooks-ed25519`. */
  readonly secrets: readonly string[];
  /** By lower-case name, as node:http gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The exact bytes that were received, before any parsing. */
  readonly body: Uint8Array;
  /** The receiver's clock, seconds since the epoch. */
  readonly nowSeconds: number;
  /** How far a signed timestamp may lie from the clock, in seconds. Default: 300. */
  readonly toleranceSeconds?: number;
}

/** Whether a signature was made with one secret. */
type SignatureCheck = (signature: string) => boolean;

const DEFAULT_TOLERANCE_SECONDS = 300;
const UNIX_SECONDS = /^\d{1,12}$/;
const HEX = /^[0-9a-f]+$/;

/** More than any rotation needs. Without a limit, a stranger could make work with a header full of signatures. */
const MAX_SIGNATURES = 8;

const genuine: Verification = { ok: true };

/**
 * Tells whether a request was signed with one of the secrets. Signatures are compared in constant time and as text:
 * another spelling of the same bytes does not match. The scheme `hmac-body-hex` has no timestamp, so it does not
 * protect from replays.
 * @throws SecretError if a secret does not decode as the scheme needs.
 */
export function verify(request: VerificationRequest): Verification {
  const { scheme } = request;
  switch (scheme.scheme) {
    case 'standard-webhooks':
      return verifyStandardWebhooks(request, 'v1,', (secret, message) =>
        equals(standardWebhooksHmac(scheme, secret, message)),
      );
    case 'standard-webhooks-ed25519':
      return verifyStandardWebhooks(
        request,
        'v1a,',
        (publicKey, message) => (signature) => isStandardWebhooksEd25519(publicKey, message, signature),
      );
    case 'hmac-body-hex':
      return verifyBodyHex(scheme, request);
    case 'timestamped-hex':
      return verifyTimestampedHex(scheme, request);
  }
}

function verifyStandardWebhooks(
  request: VerificationRequest,
  version: string,
  checkWith: (secret: string, message: StandardMessage) => SignatureCheck,
): Verification {
  const id = header(request, 'webhook-id');
  const timestamp = header(request, 'webhook-timestamp');
  const signatures = header(request, 'webhook-signature');
  if (id === undefined || timestamp === undefined || signatures === undefined)
    return failed('missing-header');
  const received = withoutPrefix(signatures.split(' '), version).filter(isBase64);
  const message = { id, timestamp, body: request.body };
  return (
    checkTimestamp(timestamp, request) ??
    match(received, request.secrets, (secret) => checkWith(secret, message))
  );
}

function verifyBodyHex(scheme: HmacBodyHexScheme, request: VerificationRequest): Verification {
  const received = [header(request, scheme.header), header(request, nextHeader(scheme.header))].filter(
    (value) => value !== undefined,
  );
  if (received.length === 0) return failed('missing-header');
  return match(
    received.filter((text) => HEX.test(text)),
    request.secrets,
    (secret) => equals(bodyHmac(scheme, secret, request.body)),
  );
}

function verifyTimestampedHex(scheme: TimestampedHexScheme, request: VerificationRequest): Verification {
  const value = header(request, scheme.header);
  if (value === undefined) return failed('missing-header');
  const parts = value.split(',').map((part) => part.trim());
  const [timestamp] = withoutPrefix(parts, 't=');
  if (timestamp === undefined) return failed('malformed-header');
  const received = withoutPrefix(parts, 'v1=').filter((text) => HEX.test(text));
  const message = { timestamp, body: request.body };
  return (
    checkTimestamp(timestamp, request) ??
    match(received, request.secrets, (secret) => equals(timestampedHmac(scheme, secret, message)))
  );
}

function checkTimestamp(timestamp: string, request: VerificationRequest): Verification | undefined {
  if (!UNIX_SECONDS.test(timestamp)) return failed('malformed-header');
  const tolerance = request.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  const ageSeconds = request.nowSeconds - Number(timestamp);
  if (ageSeconds > tolerance) return failed('timestamp-too-old');
  if (ageSeconds < -tolerance) return failed('timestamp-too-new');
  return undefined;
}

function match(
  received: readonly string[],
  secrets: readonly string[],
  checkWith: (secret: string) => SignatureCheck,
): Verification {
  if (received.length === 0) return failed('malformed-header');
  const considered = received.slice(0, MAX_SIGNATURES);
  return secrets.some((secret) => considered.some(checkWith(secret)))
    ? genuine
    : failed('signature-mismatch');
}

/** Compares in constant time; the length is no secret. */
function equals(expected: string): SignatureCheck {
  const bytes = Buffer.from(expected);
  return (received) => {
    const other = Buffer.from(received);
    return other.length === bytes.length && timingSafeEqual(other, bytes);
  };
}

/** Whether base64 is spelt as an encoder spells it: padded, without stray bits at its end. */
function isBase64(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64').toString('base64') === text;
}

function withoutPrefix(texts: readonly string[], prefix: string): string[] {
  return texts.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
}

function header(request: VerificationRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}

function failed(code: VerificationFailure): Verification {
  return { ok: false, code };
}
