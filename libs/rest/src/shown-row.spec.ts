import { describe, expect, it } from '@jest/globals';
import { shownInstant, shownRow } from './shown-row.ts';

describe('shownRow', () => {
  it('shows all of a sound row, and no problems', () => {
    expect(shownRow({ id: () => 1, at: () => shownInstant(0) })).toEqual({
      id: 1,
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('shows the rest of a row with a member that cannot be shown, and says what is wrong', () => {
    expect(
      shownRow({ id: () => 1, at: () => shownInstant(Infinity), until: () => shownInstant(NaN) }),
    ).toEqual({
      id: 1,
      at: null,
      until: null,
      problems: [
        { path: 'at', message: 'is stored as Infinity, which is no instant' },
        { path: 'until', message: 'is stored as NaN, which is no instant' },
      ],
    });
  });
});
