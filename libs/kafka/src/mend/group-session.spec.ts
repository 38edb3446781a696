import { afterEach, expect, it, jest } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { GroupSession } from './group-session.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

it('is over in time, although the clock is set back', async () => {
  const session = new GroupSession(50, () => undefined);
  expect(session.isAlive).toBe(false);
  session.confirm(performance.now());
  expect(session.isAlive).toBe(true);
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now - 3_600_000);
  await eventually(() => {
    expect(session.isAlive).toBe(false);
  });
});

it('does not go on by an answer that was read long after its question', () => {
  const session = new GroupSession(50, () => undefined);
  session.confirm(performance.now() - 60);
  expect(session.isAlive).toBe(false);
});

it('does not become shorter by an answer that comes late', () => {
  const session = new GroupSession(1_000, () => undefined);
  session.confirm(performance.now());
  session.confirm(performance.now() - 2_000);
  expect(session.isAlive).toBe(true);
});

it('is silent when nothing was confirmed for so long since the last question that was answered', async () => {
  const session = new GroupSession(50, () => undefined);
  const askedAt = performance.now() + 50;
  session.confirm(askedAt);
  await session.untilSilentFor(100, new AbortController().signal);
  expect(performance.now() - askedAt).toBeGreaterThanOrEqual(100);
});

it('is silent when it never was confirmed for so long', async () => {
  const beganAt = performance.now();
  const session = new GroupSession(50, () => undefined);
  await session.untilSilentFor(100, new AbortController().signal);
  expect(performance.now() - beganAt).toBeGreaterThanOrEqual(100);
});
