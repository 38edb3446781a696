import { describe, expect, it } from '@jest/globals';
import { describeHealth } from './describe-health.ts';

const healthy = { status: 'active', health: 'healthy' } as const;
const never = { lastSuccessAt: null, failuresInARow: 0 };
const succeeded = { lastSuccessAt: '2026-11-29T08:00:00.000Z', failuresInARow: 0 };

describe('the health of a webhook', () => {
  it.each([
    ['that delivers', healthy, succeeded, 'Deliveries succeed.'],
    ['that got nothing yet', healthy, never, 'Nothing has been delivered yet.'],
    [
      'whose only attempts failed',
      healthy,
      { ...never, failuresInARow: 3 },
      'Nothing has been delivered yet. Its last 3 attempts failed.',
    ],
    ['that failed just now', healthy, { ...succeeded, failuresInARow: 1 }, 'Its last attempt failed.'],
    [
      'that is failing',
      { ...healthy, health: 'failing' } as const,
      { ...succeeded, failuresInARow: 12 },
      'Too many of its attempts fail. Its last 12 attempts failed.',
    ],
    ['that sends nothing now', { ...healthy, status: 'paused' } as const, succeeded, undefined],
    ['that is being read', healthy, undefined, undefined],
  ])('%s is told by what its attempts have shown', (_which, webhook, health, told) => {
    expect(describeHealth(webhook, health)).toBe(told);
  });
});
