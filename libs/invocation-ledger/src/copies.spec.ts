import { COPY_OF_HEADER, uuidTimestampMs } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COPY_MARK, copyFor } from './copies.ts';
import { sampleContent } from './specs/sample-invocation.ts';

const replay = '019ac000-0000-7000-8000-00000000000a';
const other = '019ac000-0000-7000-8000-00000000000b';

describe('the copy that a replay makes', () => {
  it('is the same delivery of the same time, under an id of its own, and names its original', () => {
    const original = sampleContent();
    const { id, content } = copyFor(replay, original, null);
    const headers = { ...original.headers, [COPY_OF_HEADER]: original.id };
    expect(content).toEqual({ ...original, id, headers });
    expect(id).not.toBe(original.id);
    expect(uuidTimestampMs(id)).toBe(uuidTimestampMs(original.id));
  });

  it('is the same however often the replay makes it, and another one for another replay', () => {
    const original = sampleContent();
    expect(copyFor(replay, original, null)).toEqual(copyFor(replay, original, null));
    expect(copyFor(other, original, null).id).not.toBe(copyFor(replay, original, null).id);
  });

  it('waits for its slot where its original is ordered', () => {
    expect(copyFor(replay, sampleContent(), 'k').facts).toEqual([{ kind: 'ordered-seen', orderingKey: 'k' }]);
    expect(copyFor(replay, sampleContent(), null).facts).toEqual([{ kind: 'rematch-seen' }]);
  });

  it('is told from an original by its headers, whatever their values are', () => {
    const text = fc.oneof(fc.string(), fc.constant(COPY_MARK), fc.constant(`{${COPY_MARK}"a"}`));
    fc.assert(
      fc.property(text, text, (one, two) => {
        const original = { ...sampleContent(), headers: { traceparent: one, placeholders: two } };
        expect(JSON.stringify(original.headers)).not.toContain(COPY_MARK);
        expect(JSON.stringify(copyFor(replay, original, null).content?.headers)).toContain(COPY_MARK);
      }),
    );
  });
});
