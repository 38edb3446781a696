import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The header of a record on `events.v1` that a service has written, for a request over HTTP or of its own accord: the time
 * of acceptance, sealed so that nobody else who writes to the topic can set it.
 */
export const RECEIPT_HEADER = 'casewire-receipt';

/**
 * Seals the time at which an event was first received over HTTP, so that the event gets the uid that the answer names; or
 * at which it came to be, if it is one of Casewire's own.
 * @param receivedAt milliseconds since the epoch
 * @param identity `identityHash` of the event
 */
export function sealReceipt(receivedAt: number, identity: Buffer, internalKey: string): string {
  return `${receivedAt}.${seal(String(receivedAt), identity, internalKey)}`;
}

/** The sealed time in milliseconds since the epoch; undefined if there is none or the seal is not ours. */
export function openReceipt(
  text: string | undefined,
  identity: Buffer,
  internalKey: string,
): number | undefined {
  const [receivedAt, given] = text?.split('.') ?? [];
  if (receivedAt === undefined || given === undefined) return undefined;
  const expected = Buffer.from(seal(receivedAt, identity, internalKey));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected)
    ? Number(receivedAt)
    : undefined;
}

function seal(receivedAt: string, identity: Buffer, internalKey: string): string {
  return createHmac('sha256', internalKey)
    .update(`receipt:${receivedAt}:`)
    .update(identity)
    .digest('base64url');
}
