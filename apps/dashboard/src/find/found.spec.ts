import { describe, expect, it } from '@jest/globals';
import type { Found } from '../api/types.ts';
import { readFindSearch, soughtOf } from './find-search.ts';
import { groupFound, pathOf, theOneThing } from './found.ts';

const common = {
  foundBy: 'subject',
  at: '2026-11-30T12:00:00Z',
  eventId: 'e',
  eventType: 't',
  subject: 's',
} as const;

function invocation(id: string, eventUid: string): Found {
  return { ...common, kind: 'invocation', id, eventUid, status: 'delivered', webhookId: 'w' };
}

function event(id: string): Found {
  return { ...common, kind: 'event', id, correlationId: null };
}

function webhook(id: string): Found {
  const { foundBy, at } = common;
  return { foundBy, at, kind: 'webhook', id, status: 'active', name: 'n', host: 'h' };
}

describe('theOneThing', () => {
  it.each<[string, Found[], string | undefined]>([
    ['nothing', [], undefined],
    ['a webhook', [webhook('w')], 'w'],
    ['an event without invocations', [event('e')], 'e'],
    ['an invocation whose event is gone', [invocation('i', 'e')], 'i'],
    ['an invocation and its event', [invocation('i', 'e'), event('e')], 'i'],
    ['an event and its invocations', [invocation('i', 'e'), invocation('j', 'e'), event('e')], 'e'],
    ['invocations of an event that is gone', [invocation('i', 'e'), invocation('j', 'e')], undefined],
    ['two events', [invocation('i', 'e'), event('e'), event('f')], undefined],
    ['an event and a webhook', [event('e'), webhook('w')], undefined],
    ['two webhooks', [webhook('v'), webhook('w')], undefined],
  ])('of %s', (_about, items, id) => {
    expect(theOneThing({ items, more: [] })?.id).toBe(id);
  });

  it('is none where there are more', () => {
    expect(theOneThing({ items: [event('e')], more: ['event'] })).toBeUndefined();
  });
});

describe('groupFound', () => {
  it('has the kinds in their order, and in each that of the first environment first', () => {
    const answer = (...items: Found[]) => ({ items, more: [] }) as never;
    const groups = groupFound('a/b', [
      ['sandbox', answer(webhook('w'), event('e'))],
      ['production', answer(invocation('i', 'f'), event('f'))],
    ]);
    expect(groups.map(([kind, items]) => [kind, ...items.map(pathOf)])).toEqual([
      ['invocation', '/t/a%2Fb/production/invocations/i'],
      ['event', '/t/a%2Fb/sandbox/events/e', '/t/a%2Fb/production/events/f'],
      ['webhook', '/t/a%2Fb/sandbox/webhooks/w'],
    ]);
  });
});

describe('an address that finds things', () => {
  it.each([
    [
      { subject: ' run-1 ', time: 'local' },
      { q: 'run-1', by: 'subject' },
    ],
    [
      { subject: 'a', eventId: 'b' },
      { q: 'b', by: 'eventId' },
    ],
    [{ q: 'a' }, { q: 'a', by: undefined }],
    [{ subject: ' ' }, undefined],
    [{ other: 'a' }, undefined],
  ])('%j', (search, sought) => {
    expect(soughtOf(readFindSearch(search))).toEqual(sought);
  });
});
