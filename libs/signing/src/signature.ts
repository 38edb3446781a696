import { sign, verify } from 'node:crypto';
import { keyedHmac } from './key.ts';
import { signerOf, verifierOf } from './key-pair.ts';
import {
  keyEncodingOf,
  type HmacBodyHexScheme,
  type StandardWebhooksScheme,
  type TimestampedHexScheme,
} from './scheme.ts';

/** The message that Standard Webhooks 1.0 signs: `id.timestamp.body`. */
export interface StandardMessage {
  readonly id: string;
  readonly timestamp: string;
  readonly body: Uint8Array;
}

/** HMAC-SHA256 over a message of Standard Webhooks, in base64. */
export function standardWebhooksHmac(
  scheme: StandardWebhooksScheme,
  secret: string,
  message: StandardMessage,
): string {
  return keyedHmac('sha256', secret, keyEncodingOf(scheme))
    .update(`${message.id}.${message.timestamp}.`)
    .update(message.body)
    .digest('base64');
}

/** The ed25519 signature of a message of Standard Webhooks, in base64. */
export function standardWebhooksEd25519(privateKey: string, message: StandardMessage): string {
  return sign(null, signedBytes(message), signerOf(privateKey)).toString('base64');
}

/** Whether base64 is the ed25519 signature of a message of Standard Webhooks. */
export function isStandardWebhooksEd25519(
  publicKey: string,
  message: StandardMessage,
  signature: string,
): boolean {
  return verify(null, signedBytes(message), verifierOf(publicKey), Buffer.from(signature, 'base64'));
}

/** HMAC over the body alone, in lower-case hex. */
export function bodyHmac(scheme: HmacBodyHexScheme, secret: string, body: Uint8Array): string {
  return keyedHmac(scheme.algorithm ?? 'sha256', secret, keyEncodingOf(scheme))
    .update(body)
    .digest('hex');
}

/** HMAC-SHA256 over `timestamp.body`, in lower-case hex. */
export function timestampedHmac(
  scheme: TimestampedHexScheme,
  secret: string,
  message: { timestamp: string; body: Uint8Array },
): string {
  return keyedHmac('sha256', secret, keyEncodingOf(scheme))
    .update(`${message.timestamp}.`)
    .update(message.body)
    .digest('hex');
}

function signedBytes({ id, timestamp, body }: StandardMessage): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
}
