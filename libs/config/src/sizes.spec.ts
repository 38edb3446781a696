import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventVariables } from './fragments.ts';
import { sizesFor } from './sizes.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What an envelope adds to the data of an event: 64 attributes of 512 bytes with their names, twice where they are quoted. */
const ENVELOPE_BYTES = 72 * KIB;

const accepted = fc.integer({ min: KIB, max: 64 * MIB });

describe('the sizes that follow from the largest event', () => {
  it('leave room for the largest event in its envelope, whatever size is accepted', () => {
    fc.assert(
      fc.property(accepted, (maxEventBytes) => {
        expect(eventVariables.CASEWIRE_MAX_EVENT_BYTES.parse(String(maxEventBytes))).toBe(maxEventBytes);
        const { maxBodyBytes, maxMessageBytes } = sizesFor(maxEventBytes);
        expect(maxBodyBytes).toBeGreaterThanOrEqual(maxEventBytes + ENVELOPE_BYTES);
        expect(maxMessageBytes).toBeGreaterThan(maxBodyBytes);
      }),
    );
  });

  it('never exceed the requests that brokers read, nor what they take by default where events are small', () => {
    expect(sizesFor(KIB).maxMessageBytes).toBe(MIB);
    expect(sizesFor(4 * MIB).maxMessageBytes).toBe(8 * MIB);
    expect(sizesFor(64 * MIB).maxMessageBytes).toBeLessThan(100 * MIB);
  });
});
