import { describe, expect, it } from '@jest/globals';
import { keyState, linkState } from './states.ts';

const at = '2026-11-29T08:00:00.000Z';
const now = Date.parse(at);

describe('a key', () => {
  it.each([
    ['active', { revokedAt: null, expiresAt: null }, now],
    ['active', { revokedAt: null, expiresAt: at }, now - 1],
    ['expired', { revokedAt: null, expiresAt: at }, now],
    ['revoked', { revokedAt: at, expiresAt: null }, now],
    ['revoked', { revokedAt: at, expiresAt: at }, now + 1],
  ])('is %s: %j', (state, key, when) => {
    expect(keyState(key, when)).toBe(state);
  });
});

describe('a link', () => {
  it.each([
    ['unused', { usedAt: null, expiresAt: at }, now - 1],
    ['expired', { usedAt: null, expiresAt: at }, now],
    ['used', { usedAt: at, expiresAt: at }, now + 1],
  ])('is %s: %j', (state, link, when) => {
    expect(linkState(link, when)).toBe(state);
  });
});
