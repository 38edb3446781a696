import { timingSafeEqual } from 'node:crypto';
import {
  nextHeader,
  type HmacBodyHexScheme,
  type StandardWebhooksScheme,
  type TimestampedHexScheme,
  type VerifiableScheme,
} from './scheme.ts';
import { bodyHmac, standardWebhooksHmac, timestampedHmac } from './signature.ts';

/** Why a request is not accepted as genuine. */
export type VerificationFailure =
  | 'missing-header'
  | 'malformed-header'
  /** Signed longer ago than the tolerance: perhaps replayed by a third party. */
  | 'timestamp-too-old'
  | 'timestamp-too-new'
  | 'signature-mismatch';

export type Verification = { readonly ok: true } | { readonly ok: false; readonly code: VerificationFailure };

/** One received request that is to be checked. */
export interface VerificationRequest {
  readonly scheme: VerifiableScheme;
  /** Any of them may have signed. */
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

const DEFAULT_TOLERANCE_SECONDS = 300;
const UNIX_SECONDS = /^\d{1,12}$/;

const genuine: Verification = { ok: true };

/**
 * Tells whether a request was signed with one of the secrets. Signatures are compared in constant time; the scheme
 * `hmac-body-hex` has no timestamp, so it does not protect from replays.
 * @throws SecretError if a secret does not decode as the scheme needs.
 */
export function verify(request: VerificationRequest): Verification {
  switch (request.scheme.scheme) {
    case 'standard-webhooks':
      return verifyStandardWebhooks(request.scheme, request);
    case 'hmac-body-hex':
      return verifyBodyHex(request.scheme, request);
    case 'timestamped-hex':
      return verifyTimestampedHex(request.scheme, request);
  }
}

function verifyStandardWebhooks(scheme: StandardWebhooksScheme, request: VerificationRequest): Verification {
  const id = header(request, 'webhook-id');
  const timestamp = header(request, 'webhook-timestamp');
  const signatures = header(request, 'webhook-signature');
  if (id === undefined || timestamp === undefined || signatures === undefined)
    return failed('missing-header');
  const received = signatures
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice('v1,'.length), 'base64'));
  return (
    checkTimestamp(timestamp, request) ??
    match(received, request.secrets, (secret) =>
      standardWebhooksHmac(scheme, secret, { id, timestamp, body: request.body }),
    )
  );
}

function verifyBodyHex(scheme: HmacBodyHexScheme, request: VerificationRequest): Verification {
  const received = [header(request, scheme.header), header(request, nextHeader(scheme.header))].filter(
    (value) => value !== undefined,
  );
  if (received.length === 0) return failed('missing-header');
  return match(
    received.map((value) => Buffer.from(value, 'hex')),
    request.secrets,
    (secret) => bodyHmac(scheme, secret, request.body),
  );
}

function verifyTimestampedHex(scheme: TimestampedHexScheme, request: VerificationRequest): Verification {
  const value = header(request, scheme.header);
  if (value === undefined) return failed('missing-header');
  const parts = value.split(',').map((part) => part.trim());
  const timestamp = parts.find((part) => part.startsWith('t='))?.slice('t='.length);
  if (timestamp === undefined) return failed('malformed-header');
  const received = parts
    .filter((part) => part.startsWith('v1='))
    .map((part) => Buffer.from(part.slice('v1='.length), 'hex'));
  return (
    checkTimestamp(timestamp, request) ??
    match(received, request.secrets, (secret) =>
      timestampedHmac(scheme, secret, { timestamp, body: request.body }),
    )
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
  received: readonly Buffer[],
  secrets: readonly string[],
  expectedFor: (secret: string) => Buffer,
): Verification {
  if (received.every((signature) => signature.length === 0)) return failed('malformed-header');
  for (const secret of secrets) {
    const expected = expectedFor(secret);
    if (received.some((signature) => equal(signature, expected))) return genuine;
  }
  return failed('signature-mismatch');
}

function equal(received: Buffer, expected: Buffer): boolean {
  return received.length === expected.length && timingSafeEqual(received, expected);
}

function header(request: VerificationRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}

function failed(code: VerificationFailure): Verification {
  return { ok: false, code };
}
