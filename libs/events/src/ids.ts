import { hash } from 'node:crypto';
import type { Environment } from './environment.ts';

/** The identity of an event. A second event with equal parts is a duplicate. */
export interface EventIdentity {
  readonly tenantId: string;
  readonly environment: Environment;
  readonly source: string;
  readonly id: string;
}

/** SHA-256 over the parts of an identity, each preceded by its length so that no two identities collide. */
export function identityHash(identity: EventIdentity): Buffer {
  return lengthPrefixedHash([identity.tenantId, identity.environment, identity.source, identity.id]);
}

/**
 * Uid of an event: UUIDv7 of its acceptance time and identity.
 * @param identity `identityHash` of the event
 * @param acceptedAt milliseconds since the epoch
 */
export function eventUid(identity: Buffer, acceptedAt: number): string {
  return timeOrderedUuid(acceptedAt, identity);
}

/** Id of the invocation of a webhook for an event: the same however often the event is matched. */
export function invocationId(event: { uid: string; acceptedAt: number }, webhookId: string): string {
  return timeOrderedUuid(event.acceptedAt, lengthPrefixedHash([event.uid, webhookId]));
}

/** Id of the copy that a replay makes of an invocation: of the same time, and the same however often it is made. */
export function copyId(invocationId: string, replayId: string): string {
  return timeOrderedUuid(uuidTimestampMs(invocationId), lengthPrefixedHash([invocationId, replayId]));
}

/**
 * UUIDv7 (RFC 9562, section 5.7) whose random bits are taken from `entropy`.
 * @param timestampMs milliseconds since the epoch, 48 bits
 * @param entropy at least 10 bytes
 */
export function timeOrderedUuid(timestampMs: number, entropy: Buffer): string {
  const time = timestampMs.toString(16).padStart(12, '0');
  const random = entropy.toString('hex', 0, 10);
  const variant = (0x80 | (entropy.readUInt8(2) & 0x3f)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(6, 8)}-${random.slice(8)}`;
}

/**
 * The bound between time-ordered ids: those of this instant and later are above it, those of earlier instants below.
 * @param timestampMs milliseconds since the epoch, 48 bits; the epoch stands for instants before it
 */
export function lowestIdAt(timestampMs: number): string {
  const time = Math.max(0, Math.floor(timestampMs)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** Milliseconds since the epoch at which a UUIDv7 was made. */
export function uuidTimestampMs(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function lengthPrefixedHash(parts: readonly string[]): Buffer {
  return hash('sha256', parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''), 'buffer');
}
