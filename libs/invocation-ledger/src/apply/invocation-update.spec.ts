import { describe, expect, it } from '@jest/globals';
import { outcome, sampleAttempt, sampleContent, seen } from '../specs/sample-invocation.ts';
import { mergeUpdates } from './invocation-update.ts';

describe('mergeUpdates', () => {
  it('makes one update of all records of an invocation, in the order of first mention', () => {
    const [first, second] = [sampleContent(), sampleContent()];
    const attempt = sampleAttempt(first);
    const merged = mergeUpdates([outcome(first, attempt), seen(second), seen(first)]);
    expect(merged.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(merged[0]?.facts.map(({ kind }) => kind)).toEqual(['outcome', 'delivery-seen']);
  });

  it('keeps the content that has the body, whichever record came first', () => {
    const content = sampleContent();
    const attempt = sampleAttempt(content);
    for (const updates of [
      [seen(content), outcome(content, attempt)],
      [outcome(content, attempt), seen(content)],
    ]) {
      expect(mergeUpdates(updates)[0]?.content?.body).toEqual(content.body);
    }
  });

  it('counts a repeated attempt once', () => {
    const content = sampleContent();
    const attempt = sampleAttempt(content);
    const [merged] = mergeUpdates([outcome(content, attempt), outcome(content, attempt)]);
    expect(merged?.attempts).toHaveLength(1);
  });
});
