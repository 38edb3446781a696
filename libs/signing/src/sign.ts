import { nextHeader, type HmacBodyHexScheme, type SigningScheme } from './scheme.ts';
import { bodyHmac, standardWebhooksHmac, timestampedHmac } from './signature.ts';

/** One attempt that is to be signed. */
export interface SigningRequest {
  readonly scheme: SigningScheme;
  /** The current secret first; during a rotation's overlap the previous one follows. */
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
  switch (scheme.scheme) {
    case 'standard-webhooks':
      return {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': secrets
          .map(
            (secret) =>
              `v1,${standardWebhooksHmac(scheme, secret, { id, timestamp, body }).toString('base64')}`,
          )
          .join(' '),
      };
    case 'hmac-body-hex':
      return bodySignatures(scheme, secrets, body);
    case 'timestamped-hex':
      return {
        [scheme.header]: [
          `t=${timestamp}`,
          ...secrets.map(
            (secret) => `v1=${timestampedHmac(scheme, secret, { timestamp, body }).toString('hex')}`,
          ),
        ].join(','),
      };
  }
}

function bodySignatures(
  scheme: HmacBodyHexScheme,
  secrets: readonly string[],
  body: Uint8Array,
): Record<string, string> {
  const [current, previous] = secrets.map((secret) => bodyHmac(scheme, secret, body).toString('hex'));
  if (current === undefined) return {};
  if (previous === undefined) return { [scheme.header]: current };
  return { [scheme.header]: previous, [nextHeader(scheme.header)]: current };
}
