import { describe, expect, it } from '@jest/globals';
import { classify, type ExchangeFailure } from './classify.ts';

describe('classify', () => {
  it.each([
    [200, 'delivered', 'delivered'],
    [201, 'delivered', 'rejected'],
    [204, 'delivered', 'rejected'],
    [199, 'rejected', 'rejected'],
    [301, 'rejected', 'rejected'],
    [410, 'rejected', 'rejected'],
    [500, 'rejected', 'rejected'],
  ])('%d is %s by 2xx and %s by 200', (status, by2xx, by200) => {
    expect(classify({ kind: 'answered', status }, '2xx')).toBe(by2xx);
    expect(classify({ kind: 'answered', status }, '200')).toBe(by200);
  });

  it.each<[ExchangeFailure, string]>([
    ['timeout', 'timeout'],
    ['connection-error', 'connection-error'],
    ['tls-error', 'tls-error'],
    ['dns-error', 'dns-error'],
    ['blocked-target', 'blocked-target'],
    ['protocol-error', 'connection-error'],
    ['invalid-request', 'not-sent'],
  ])('%s is %s', (code, outcome) => {
    expect(classify({ kind: 'failed', code }, '2xx')).toBe(outcome);
  });
});
