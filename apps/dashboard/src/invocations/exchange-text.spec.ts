import { describe, expect, it } from '@jest/globals';
import type { Attempt } from '../api/types.ts';
import { answerText, bodyTextOf, requestHeaderLines } from './exchange-text.ts';

describe('the text of an exchange, to be compared with another one', () => {
  it('has the headers in an order of their own', () => {
    expect(requestHeaderLines({ 'X-B': '2', 'x-a': '1' })).toBe('x-a: 1\nx-b: 2');
    expect(requestHeaderLines({ 'x-A': '1', 'X-b': '2' })).toBe('x-a: 1\nx-b: 2');
  });

  it('has no headers that differ in every request', () => {
    const ofOne = {
      Traceparent: '00-1-2-01',
      'webhook-id': '1',
      'webhook-attempt': '2',
      'webhook-timestamp': '3',
    };
    expect(requestHeaderLines({ ...ofOne, 'x-sign': '<signature>', 'x-a': '1' })).toBe('x-a: 1');
  });

  it('has a body that is text as it is, and any other in base64', () => {
    expect(bodyTextOf({ payloadBase64: btoa('{"a":1.50}') })).toBe('{"a":1.50}');
    expect(bodyTextOf({ payloadBase64: '/w==' })).toBe('/w==');
    expect(bodyTextOf({ payloadBase64: null })).toBe('');
    expect(bodyTextOf({})).toBe('');
  });

  it('has the answer, or why there is none', () => {
    const answered = {
      responseCode: 503,
      responseHeaders: { Date: 'now' },
      responseBody: 'busy',
    } as unknown as Attempt;
    expect(answerText(answered)).toBe('503\ndate: now\n\nbusy');
    expect(answerText({ outcome: 'timeout', error: 'too slow' } as Attempt)).toBe(
      'No answer in time: too slow',
    );
  });
});
