import { describe, expect, it } from '@jest/globals';
import { reasonInWords } from './reason.ts';

describe('why something needs a person', () => {
  it.each([
    ['failing', 'http-503', 'Last failure: answered 503'],
    ['receiver-unavailable', 'timeout', 'Last failure: no answer in time'],
    ['failing', 'something-new', 'Last failure: something-new'],
    ['failing', 'constructor', 'Last failure: constructor'],
    ['events-rejected', 'missing-attribute', 'An attribute is missing'],
    ['events-rejected', 'something-new', 'something-new'],
    ['backlog-held', null, null],
    ['receiver-gone', 'http-410', null],
  ] as const)('%s by %s: %s', (kind, reason, words) => {
    expect(reasonInWords({ kind, reason })).toBe(words);
  });
});
