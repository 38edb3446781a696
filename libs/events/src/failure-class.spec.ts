import { describe, expect, it } from '@jest/globals';
import {
  explainFailureClass,
  failureClassOf,
  failureClassOfEnd,
  MAX_ANSWER_CLASSES,
  MAX_FAILURE_CLASSES,
  OTHER_FAILURE,
} from './failure-class.ts';
import { reasons } from './reasons.ts';
import { attemptOutcomes } from './release-outcome.ts';

describe('the class of an attempt', () => {
  it.each([
    [{ outcome: 'delivered', responseCode: 200 }, undefined],
    [{ outcome: 'rejected', responseCode: 503 }, 'http-503'],
    [{ outcome: 'rejected' }, OTHER_FAILURE],
    [{ outcome: 'timeout' }, 'timeout'],
    [{ outcome: 'tls-error', responseCode: 200 }, 'tls-error'],
  ] as const)('of %j is %s', (attempt, expected) => {
    expect(failureClassOf(attempt)).toBe(expected);
  });
});

describe('the class of an invocation that has failed', () => {
  it('is that of its attempts where its reason says only that there were enough', () => {
    expect(failureClassOfEnd('retries-exhausted', 'http-500')).toBe('http-500');
    expect(failureClassOfEnd('too-old', 'timeout')).toBe('timeout');
    expect(failureClassOfEnd('too-old', null)).toBe('too-old');
  });

  it('is the code of its reason in all other cases, without the detail', () => {
    expect(failureClassOfEnd('unknown-secret: {secret.KEY}', 'http-500')).toBe('unknown-secret');
    expect(failureClassOfEnd('unrenderable-body', null)).toBe('unrenderable-body');
    expect(failureClassOfEnd('of-a-later-version', null)).toBe(OTHER_FAILURE);
  });
});

describe('classes', () => {
  it('have a meaning and a remedy, each in sentences', () => {
    const known = [...attemptOutcomes, ...Object.keys(reasons['failed-invocation'])];
    for (const failure of [...known, 'http-100', 'http-302', 'http-404', 'http-500', OTHER_FAILURE]) {
      const { meaning, remedy } = explainFailureClass(failure);
      expect(meaning).toMatch(/^[A-Z`].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('are 50 at most for a webhook: those that are known, and some answers', () => {
    const withoutAnswer = attemptOutcomes.filter((each) => each !== 'delivered' && each !== 'rejected');
    const known = new Set([...withoutAnswer, ...Object.keys(reasons['failed-invocation'])]);
    expect(known.size + MAX_ANSWER_CLASSES).toBe(MAX_FAILURE_CLASSES);
    expect(MAX_ANSWER_CLASSES).toBeGreaterThan(10);
  });
});
