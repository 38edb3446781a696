import { describe, expect, it } from '@jest/globals';
import { apiStatus } from './api-status.ts';

describe('apiStatus', () => {
  it.each([
    ['pending', { status: 'pending', releaseState: 'released', attempts: 0 }],
    ['pending', { status: 'pending', releaseState: 'scheduled', attempts: 0 }],
    ['retrying', { status: 'pending', releaseState: 'scheduled', attempts: 1 }],
    ['retrying', { status: 'pending', releaseState: 'released', attempts: 1 }],
    ['held', { status: 'pending', releaseState: 'held', attempts: 1 }],
    ['held', { status: 'pending', releaseState: 'held-by-webhook', attempts: 0 }],
    ['delivered', { status: 'delivered', releaseState: null, attempts: 1 }],
    ['delivered', { status: 'delivered', releaseState: 'held', attempts: 2 }],
    ['failed', { status: 'failed', releaseState: null, attempts: 0 }],
    ['cancelled', { status: 'cancelled', releaseState: null, attempts: 0 }],
  ] as const)('%s: %o', (expected, state) => {
    expect(apiStatus(state)).toBe(expected);
  });
});
