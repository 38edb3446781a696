import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FailureLimiter } from './failure-limiter.ts';

const now = 1_000_000;

function failed(limiter: FailureLimiter, address: string, times: number): void {
  for (let count = 0; count < times; count += 1) limiter.recordFailure(address, now);
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('FailureLimiter', () => {
  it('blocks an address at its limit, until the minute is over', () => {
    const limiter = new FailureLimiter(3);
    failed(limiter, '192.0.2.1', 2);
    expect(limiter.blockedForSeconds('192.0.2.1', now)).toBe(0);
    failed(limiter, '192.0.2.1', 1);
    expect(limiter.blockedForSeconds('192.0.2.1', now)).toBe(60);
    expect(limiter.blockedForSeconds('192.0.2.1', now + 59_001)).toBe(1);
    expect(limiter.blockedForSeconds('192.0.2.1', now + 60_000)).toBe(0);
    expect(limiter.blockedForSeconds('192.0.2.2', now)).toBe(0);
  });

  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('blocks for a minute, although the time of day is set %s by an hour', (_direction, byMs) => {
    const limiter = new FailureLimiter(1);
    limiter.recordFailure('192.0.2.1');
    const timeOfDay = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => timeOfDay() + byMs);
    const seconds = limiter.blockedForSeconds('192.0.2.1');
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('takes the addresses of one IPv6 host for one, and an IPv4-mapped one for IPv4', () => {
    const limiter = new FailureLimiter(2);
    failed(limiter, '2001:db8::1', 1);
    failed(limiter, '2001:db8::2', 1);
    expect(limiter.blockedForSeconds('2001:db8::3', now)).toBe(60);
    expect(limiter.blockedForSeconds('2001:db8:0:1::3', now)).toBe(0);
    failed(limiter, '192.0.2.1', 1);
    failed(limiter, '::ffff:192.0.2.1', 1);
    expect(limiter.blockedForSeconds('192.0.2.1', now)).toBe(60);
  });

  it('remembers 10,000 addresses, those that were seen last', () => {
    const limiter = new FailureLimiter(1);
    limiter.recordFailure('192.0.2.1', now);
    for (let host = 0; host < 10_000; host += 1) {
      limiter.recordFailure(`10.0.${host >> 8}.${host & 255}`, now);
      expect(limiter.blockedForSeconds('192.0.2.1', now)).toBe(60);
    }
    expect(limiter.blockedForSeconds('10.0.0.0', now)).toBe(0);
    expect(limiter.blockedForSeconds('10.0.0.1', now)).toBe(60);
  });
});
