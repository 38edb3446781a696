import { describe, expect, it } from '@jest/globals';
import { KeyUses } from './key-uses.ts';

const HOUR_MS = 3_600_000;

describe('the uses of keys', () => {
  it('are noted once an hour for each key', () => {
    const written: string[] = [];
    const uses = new KeyUses({
      write: (id) => {
        written.push(id);
        return Promise.resolve();
      },
      onError: () => undefined,
    });
    for (const [id, hours] of [
      ['a', 10],
      ['a', 10.9],
      ['b', 10.9],
      ['a', 11],
      ['a', 11.5],
    ] as const) {
      uses.note(id, hours * HOUR_MS);
    }
    expect(written).toEqual(['a', 'b', 'a']);
  });

  it('hinder no request where they cannot be noted', async () => {
    const failed = Promise.withResolvers<unknown>();
    const away = new Error('away');
    const uses = new KeyUses({ write: () => Promise.reject(away), onError: failed.resolve });
    uses.note('a');
    expect(await failed.promise).toBe(away);
  });
});
