import { lowestIdAt, timeOrderedUuid } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { keptUntil, lookUpsFor, searchQuerySchema } from './search-query.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-30T12:00:00Z');

describe('the text of a search', () => {
  it.each([
    ['stays as it is', 'Run-1 %_\\', 'Run-1 %_\\'],
    ['loses what copying has put around it', '  run-1\r\n', 'run-1'],
    ['keeps marks of direction', '\u200frun-1', '\u200frun-1'],
    ['may have as many bytes as an attribute', 'é'.repeat(256), 'é'.repeat(256)],
  ])('%s', (_about, given, q) => {
    expect(searchQuerySchema.parse({ q: given })).toEqual({ q });
  });

  it.each([
    ['is empty', ''],
    ['is nothing but spaces', ' \n'],
    ['is longer than any attribute', 'é'.repeat(256) + 'a'],
    ['is much longer', 'a'.repeat(4_096)],
  ])('is refused where it %s', (_about, q) => {
    expect(searchQuerySchema.safeParse({ q }).success).toBe(false);
  });
});

describe('lookUpsFor', () => {
  it('looks for ids of Casewire only where the text is a UUID', () => {
    const id = timeOrderedUuid(now, randomBytes(10));
    for (const q of [id, id.toUpperCase()]) {
      const { invocations, events, rejectedEvents, webhooks } = lookUpsFor({ q });
      expect([invocations[0], events[0], rejectedEvents[0], webhooks[0]]).toEqual(['id', 'uid', 'id', 'id']);
    }
    fc.assert(
      fc.property(fc.string(), (q) => {
        const keys = Object.values(lookUpsFor({ q })).flat();
        expect(keys).not.toEqual(expect.arrayContaining(['id', 'uid', 'eventUid']));
      }),
    );
  });

  it('looks only for the attribute that is named', () => {
    const q = timeOrderedUuid(now, randomBytes(10));
    expect(lookUpsFor({ q, by: 'subject' })).toEqual({
      ...{ invocations: ['subject'], events: ['subject'] },
      ...{ rejectedEvents: ['subject', 'recordKey'], webhooks: [] },
    });
  });
});

describe('keptUntil', () => {
  it('is the end of the retention of the time that an id tells, once that is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: now }), fc.integer({ min: 1, max: 3_650 }), (at, days) => {
        const until = at + days * DAY_MS;
        const id = timeOrderedUuid(at, randomBytes(10));
        expect(keptUntil(id, days, now)).toBe(until <= now ? until : undefined);
      }),
    );
  });

  it.each(['run-1', '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', lowestIdAt(0)])('is not known of %s', (text) => {
    expect(keptUntil(text, 1, now)).toBeUndefined();
  });
});
