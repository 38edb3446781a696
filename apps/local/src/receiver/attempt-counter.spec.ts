import { describe, expect, it } from '@jest/globals';
import { AttemptCounter } from './attempt-counter.ts';

describe('AttemptCounter', () => {
  it('counts each invocation by itself', () => {
    const counter = new AttemptCounter();
    expect([counter.next('a'), counter.next('b'), counter.next('a')]).toEqual([1, 1, 2]);
  });

  it('forgets the oldest invocations instead of growing for ever', () => {
    const counter = new AttemptCounter();
    counter.next('oldest');
    for (let i = 0; i < 10_000; i += 1) counter.next(`later-${i}`);
    expect(counter.next('oldest')).toBe(1);
  });
});
