import { algorithmHeader, nextHeader, type HmacBodyHexScheme, type SigningScheme } from './scheme.ts';
import { bodyHmac, standardWebhooksEd25519, standardWebhooksHmac, timestampedHmac } from './signature.ts';

/** One attempt that is to be signed. */
export interface SigningRequest {
  readonly scheme: SigningScheme;
  /**
   * The current secret first; during a rotation's overlap the previous one follows. Private keys (`whsk_`) for the
   * scheme `standard-webhooks-ed25519`.
   */
  readonly secrets: readonly string[];
  /** Unique per delivery and the same on every attempt. */
  readonly id: string;
  /** When this attempt is made, seconds since the epoch. */
  readonly timestampSeconds: number;
  /** The exact bytes that are sent. */
  readonly body: Uint8Array;
}

/**
 * The headers that sign one attempt; none for the scheme `none`.
 * @throws SecretError if a secret does not decode as the scheme needs.
 * @throws RangeError if the scheme signs and there is no secret.
 */
export function sign(request: SigningRequest): Record<string, string> {
  const { scheme, secrets, id, body } = request;
  if (scheme.scheme === 'none') return {};
  if (secrets.length === 0) throw new RangeError(`the scheme ${scheme.scheme} needs a secret`);
  const timestamp = String(request.timestampSeconds);
  const message = { id, timestamp, body };
  switch (scheme.scheme) {
    case 'standard-webhooks':
      return standardWebhooks(request, (secret) => `v1,${standardWebhooksHmac(scheme, secret, message)}`);
    case 'standard-webhooks-ed25519':
      return standardWebhooks(request, (secret) => `v1a,${standardWebhooksEd25519(secret, message)}`);
    case 'hmac-body-hex':
      return bodySignatures(scheme, secrets, body);
    case 'timestamped-hex':
      return {
        [scheme.header]: [
          `t=${timestamp}`,
          ...secrets.map((secret) => `v1=${timestampedHmac(scheme, secret, message)}`),
        ].join(','),
      };
  }
}

function standardWebhooks(
  { id, timestampSeconds, secrets }: SigningRequest,
  signatureBy: (secret: string) => string,
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map(signatureBy).join(' '),
  };
}

function bodySignatures(
  scheme: HmacBodyHexScheme,
  secrets: readonly string[],
  body: Uint8Array,
): Record<string, string> {
  const [current, previous] = secrets.map((secret) => bodyHmac(scheme, secret, body));
  if (current === undefined) return {};
  const headers: Record<string, string> =
    previous === undefined
      ? { [scheme.header]: current }
      : { [scheme.header]: previous, [nextHeader(scheme.header)]: current };
  const algorithm = algorithmHeader(scheme);
  if (algorithm !== undefined) headers[algorithm[0]] = algorithm[1];
  return headers;
}
