import { describe, expect, it } from '@jest/globals';
import { chooseStart } from './start-position.ts';

const log = { low: 10, high: 20 };
const at = (offset: number, metadata = '') => ({ offset, metadata });

describe('where reading begins', () => {
  it('is the first record there is, if nothing was committed', () => {
    expect(chooseStart(log, undefined, undefined, false)).toMatchObject({
      read: at(10),
      isOutOfRange: false,
    });
  });

  it('is the commit, with the completions beyond it, up to the end of the log', () => {
    for (const offset of [10, 15, 20]) {
      const commit = at(offset, '1:AQ==');
      expect(chooseStart(log, commit, commit, false)).toMatchObject({ read: commit, isOutOfRange: false });
    }
  });

  it.each([9, 21])('is the first record, with an alarm, for the position %i outside the log', (offset) => {
    const start = chooseStart(log, at(offset, '1:AQ=='), at(offset), false);
    expect(start).toMatchObject({ read: at(10), isOutOfRange: true });
  });

  it('leaves a store where it stands, so that its first range begins there', () => {
    expect(chooseStart(log, at(3), at(15), true)).toMatchObject({
      read: at(10),
      stored: 3n,
      committed: at(15),
    });
    expect(chooseStart(log, undefined, at(15), true)).toMatchObject({ read: at(10), stored: 10n });
  });
});
