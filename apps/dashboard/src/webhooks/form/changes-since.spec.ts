import { describe, expect, it } from '@jest/globals';
import { changesSince } from './changes-since.ts';

const madeVersion = (after: number) => ({ changed: [{ member: 'version', after }, { member: 'url' }] });
const secretShown = { changed: [] };

describe('changesSince', () => {
  it('has the changes of the later versions, and nothing that changed no setting', () => {
    const entries = [madeVersion(4), secretShown, madeVersion(3), madeVersion(2), madeVersion(1)];
    expect(changesSince(entries, '"2"')).toEqual([madeVersion(4), madeVersion(3)]);
    expect(changesSince(entries, '"4"')).toEqual([]);
  });

  it('has all that are known of a version that is further back', () => {
    expect(changesSince([madeVersion(14), madeVersion(13)], '"2"')).toEqual([
      madeVersion(14),
      madeVersion(13),
    ]);
  });
});
