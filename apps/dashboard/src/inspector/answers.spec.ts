import { describe, expect, it } from '@jest/globals';
import { answerNames, answerOf, answers } from './answers.ts';

const shown = { status: 200, delayMs: 0, retryAfter: null, location: null, body: null };

describe('the answer of an inspector', () => {
  it.each(answerNames)('%s is recognised as the API shows it', (name) => {
    expect(answerOf({ respond: { ...shown, ...answers[name] } })).toBe(name);
  });

  it.each([{ status: 201 }, { delayMs: 1 }, { body: 'text' }, { location: '/' }, { retryAfter: 1 }])(
    'with %j is of none of them',
    (difference) => {
      expect(answerOf({ respond: { ...shown, ...difference } })).toBe('own');
    },
  );
});
