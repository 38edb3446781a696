import { createHash } from 'node:crypto';
import type { Environment } from './environment.ts';

/** What makes an event the same event: a second one with equal parts is a duplicate. */
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

/** Uid of an event: UUIDv7 of its acceptance time (milliseconds since the epoch) and identity. */
export function eventUid(identity: EventIdentity, acceptedAt: number): string {
  return timeOrderedUuid(acceptedAt, identityHash(identity));
}

/** Id of the invocation of a webhook for an event: the same however often the event is matched. */
export function invocationId(event: { uid: string; acceptedAt: number }, webhookId: string): string {
  return timeOrderedUuid(event.acceptedAt, lengthPrefixedHash([event.uid, webhookId]));
}

/**
 * UUIDv7 (RFC 9562, section 5.7) whose random bits are taken from `entropy`.
 * @param timestampMs milliseconds since the epoch, 48 bits
 * @param entropy at least 10 bytes
 */
export function timeOrderedUuid(timestampMs: number, entropy: Buffer): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(timestampMs, 0, 6);
  entropy.copy(bytes, 6, 0, 10);
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f);
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Milliseconds since the epoch at which a UUIDv7 was made. */
export function uuidTimestampMs(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function lengthPrefixedHash(parts: readonly string[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest();
}
