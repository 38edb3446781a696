import { keyedHmac } from './key.ts';
import {
  keyEncodingOf,
  type HmacBodyHexScheme,
  type StandardWebhooksScheme,
  type TimestampedHexScheme,
} from './scheme.ts';

/** HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0). */
export function standardWebhooksHmac(
  scheme: StandardWebhooksScheme,
  secret: string,
  message: { id: string; timestamp: string; body: Uint8Array },
): Buffer {
  return keyedHmac('sha256', secret, keyEncodingOf(scheme))
    .update(`${message.id}.${message.timestamp}.`)
    .update(message.body)
    .digest();
}

/** HMAC over the body alone. */
export function bodyHmac(scheme: HmacBodyHexScheme, secret: string, body: Uint8Array): Buffer {
  return keyedHmac(scheme.algorithm ?? 'sha256', secret, keyEncodingOf(scheme))
    .update(body)
    .digest();
}

/** HMAC-SHA256 over `timestamp.body`. */
export function timestampedHmac(
  scheme: TimestampedHexScheme,
  secret: string,
  message: { timestamp: string; body: Uint8Array },
): Buffer {
  return keyedHmac('sha256', secret, keyEncodingOf(scheme))
    .update(`${message.timestamp}.`)
    .update(message.body)
    .digest();
}
