import { describe, expect, it } from '@jest/globals';
import { RequestCounter } from './request-counter.ts';

describe('RequestCounter', () => {
  it('counts the requests of each invocation apart', () => {
    const counter = new RequestCounter();
    expect([counter.next('a'), counter.next('b'), counter.next('a')]).toEqual([1, 1, 2]);
  });

  it('remembers the 10,000 invocations that were requested last', () => {
    const counter = new RequestCounter();
    counter.next('oldest');
    for (let i = 0; i < 10_000; i += 1) counter.next(`later-${i}`);
    expect(counter.next('oldest')).toBe(1);
  });
});
