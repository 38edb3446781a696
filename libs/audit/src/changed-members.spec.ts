import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedMembers } from './changed-members.ts';

const things = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue());

describe('changedMembers', () => {
  it('tells what has changed, from what to what', () => {
    const before = { url: 'https://a.example', name: null, retry: { attempts: 3 } };
    expect(changedMembers(before, { ...before, url: 'https://b.example' })).toEqual([
      { member: 'url', before: 'https://a.example', after: 'https://b.example' },
    ]);
  });

  it('tells all of a new thing', () => {
    expect(changedMembers(undefined, { name: 'a', url: null })).toEqual([
      { member: 'name', after: 'a' },
      { member: 'url', after: null },
    ]);
  });

  it('names a member whose change is a secret', () => {
    const shown = { auth: { basic: { username: 'u' } } };
    expect(changedMembers(shown, shown, ['auth'])).toEqual([
      { member: 'auth', before: shown.auth, after: shown.auth },
    ]);
  });

  it('names a member whose value is too long, without the value', () => {
    expect(changedMembers({ filter: 'true' }, { filter: 'x'.repeat(1_000) })).toEqual([
      { member: 'filter', before: 'true' },
    ]);
  });

  it('makes the new thing of the old one', () => {
    fc.assert(
      fc.property(things, things, (before, after) => {
        const changed = changedMembers(before, after);
        const made = new Map(Object.entries(before));
        for (const each of changed) {
          if ('after' in each) made.set(each.member, each.after as fc.JsonValue);
          else made.delete(each.member);
        }
        const isShort = Object.values(after).every((value) => JSON.stringify(value).length <= 1_000);
        if (isShort) expect(Object.fromEntries(made)).toEqual({ ...after });
      }),
    );
  });
});
