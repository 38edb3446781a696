import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventUid, identityHash, invocationId, lowestIdAt, timeOrderedUuid, uuidTimestampMs } from './ids.ts';

const acceptedAt = 1_800_000_000_000;
const identity = { tenantId: 'acme', environment: 'sandbox', source: '/çafé', id: '1' } as const;

describe('ids', () => {
  it('never change: receivers and the ledger recognise by them what was sent before', () => {
    const hash = identityHash(identity);
    expect(hash.toString('hex')).toBe('a2be03fe3ebb69b49e477a9e92de1422c596f42b20d6ad859a361e73b8cc01d6');
    const uid = eventUid(hash, acceptedAt);
    expect(uid).toBe('01a3185c-5000-72be-83fe-3ebb69b49e47');
    expect(invocationId({ uid, acceptedAt }, 'wh_1')).toBe('01a3185c-5000-79c0-8e3a-07f70bdaded5');
  });

  it('differ where the parts of an identity do, wherever these begin and end', () => {
    const moved = { ...identity, source: '/çafé1', id: '' };
    expect(identityHash(moved).equals(identityHash(identity))).toBe(false);
  });

  it('are UUIDs of version 7 that tell their time', () => {
    const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    const entropies = fc.uint8Array({ minLength: 10, maxLength: 40 });
    fc.assert(
      fc.property(times, entropies, (timestampMs, entropy) => {
        const uuid = timeOrderedUuid(timestampMs, Buffer.from(entropy));
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(uuidTimestampMs(uuid)).toBe(timestampMs);
      }),
    );
  });

  it('of an instant lie between its bound and that of the next instant', () => {
    const times = fc.integer({ min: 0, max: 2 ** 48 - 2 });
    const entropies = fc.uint8Array({ minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(times, entropies, (timestampMs, entropy) => {
        const uuid = timeOrderedUuid(timestampMs, Buffer.from(entropy));
        expect(lowestIdAt(timestampMs) < uuid && uuid < lowestIdAt(timestampMs + 1)).toBe(true);
      }),
    );
    expect(lowestIdAt(-1)).toBe('00000000-0000-0000-0000-000000000000');
  });
});
