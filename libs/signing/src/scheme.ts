/** How the characters of a secret become the key of the HMAC. */
export type KeyEncoding =
  /** The whole string as it is shown, its `whsec_` prefix included. */
  | 'utf8'
  /** Hexadecimal digits after the `whsec_` prefix, if there is one. */
  | 'hex'
  /** Standard base64 after the `whsec_` prefix, if there is one. */
  | 'base64';

export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha512';

/**
 * Standard Webhooks 1.0, symmetric: headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, the last being
 * `v1,<base64 HMAC-SHA256>` over `id.timestamp.body`, once per secret, separated by spaces.
 */
export interface StandardWebhooksScheme {
  readonly scheme: 'standard-webhooks';
  /** Default: `base64`. */
  readonly keyEncoding?: KeyEncoding;
}

/**
 * Standard Webhooks 1.0, asymmetric: the same headers, with `v1a,<base64 ed25519 signature>` over `id.timestamp.body`,
 * once per key. Private keys (`whsk_`) sign; receivers have the public ones (`whpk_`) and can verify, not sign.
 */
export interface StandardWebhooksEd25519Scheme {
  readonly scheme: 'standard-webhooks-ed25519';
}

/**
 * Lower-case hex HMAC over the exact body in one header (Onfido, Veriff, Trulioo, Sumsub).
 * One header holds one signature, so while a rotation overlaps the previous secret goes on signing it and the
 * current secret signs `<header>-Next`: a receiver that compares for equality keeps working until it has switched.
 */
export interface HmacBodyHexScheme {
  readonly scheme: 'hmac-body-hex';
  readonly header: string;
  /** Default: `sha256`. */
  readonly algorithm?: HmacAlgorithm;
  /** Default: `utf8`. */
  readonly keyEncoding?: KeyEncoding;
}

/**
 * `t=<unix seconds>,v1=<hex HMAC-SHA256>` over `t.body` in one header, with one `v1` per secret (Persona, Stripe).
 */
export interface TimestampedHexScheme {
  readonly scheme: 'timestamped-hex';
  readonly header: string;
  /** Default: `hex`; Stripe and Persona use `utf8`. */
  readonly keyEncoding?: KeyEncoding;
}

/** A scheme whose signer and verifier share one secret. */
export type HmacScheme = StandardWebhooksScheme | HmacBodyHexScheme | TimestampedHexScheme;

/** A scheme whose signature a receiver can verify. */
export type VerifiableScheme = HmacScheme | StandardWebhooksEd25519Scheme;

/** How requests to a webhook are signed. */
export type SigningScheme = VerifiableScheme | { readonly scheme: 'none' };

/** Header that carries the current secret's signature while a rotation of `hmac-body-hex` overlaps. */
export function nextHeader(header: string): string {
  return `${header}-Next`;
}

/**
 * The header that names the algorithm beside a digest, and its value: Sumsub's receivers expect one with
 * `X-Payload-Digest`. Undefined for every other header.
 */
export function algorithmHeader({
  header,
  algorithm = 'sha256',
}: HmacBodyHexScheme): [string, string] | undefined {
  if (header.toLowerCase() !== 'x-payload-digest') return undefined;
  return [`${header}-Alg`, `HMAC_${algorithm.toUpperCase()}_HEX`];
}

/** Every header that a scheme sets, rotations included, by lower-case name. */
export function signatureHeaders(scheme: SigningScheme): string[] {
  switch (scheme.scheme) {
    case 'none':
      return [];
    case 'standard-webhooks':
    case 'standard-webhooks-ed25519':
      return ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
    case 'timestamped-hex':
      return [scheme.header.toLowerCase()];
    case 'hmac-body-hex':
      return [scheme.header, nextHeader(scheme.header), ...(algorithmHeader(scheme)?.slice(0, 1) ?? [])].map(
        (name) => name.toLowerCase(),
      );
  }
}

/** The key encoding that applies to a scheme: its own choice, else the scheme's default. */
export function keyEncodingOf(scheme: HmacScheme): KeyEncoding {
  if (scheme.keyEncoding !== undefined) return scheme.keyEncoding;
  switch (scheme.scheme) {
    case 'standard-webhooks':
      return 'base64';
    case 'hmac-body-hex':
      return 'utf8';
    case 'timestamped-hex':
      return 'hex';
  }
}
