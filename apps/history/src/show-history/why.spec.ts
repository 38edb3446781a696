import type { NextStep } from '@casewire/events';
import type { LastAttempt } from '@casewire/invocation-ledger';
import { describe, expect, it } from '@jest/globals';
import { why, type Known } from './why.ts';

const now = Date.parse('2026-11-29T14:03:00Z');
const startedAt = now - 10_000;
const durationMs = 250;

/** When a delay of so many seconds after the attempt ends. */
const after = (seconds: number) => startedAt + durationMs + seconds * 1000;

const pending = {
  status: 'pending',
  releaseState: null,
  reason: null,
  dueAt: null,
  probeAt: null,
  failedProbes: 0,
} as const;
const delivered = { ...pending, status: 'delivered' } as const;

function attempt(next: NextStep, overrides: Partial<LastAttempt> = {}): LastAttempt {
  return {
    ...{ number: 3, outcome: 'rejected', responseCode: 503, error: null, startedAt, durationMs, next },
    ...overrides,
  };
}

const unanswered = (outcome: LastAttempt['outcome'], error: string) => ({
  outcome,
  responseCode: null,
  error,
});

const retry = (seconds: number, requestedSeconds?: number): NextStep => ({
  kind: 'retry',
  at: after(seconds),
  maxAttempts: 11,
  ...(requestedSeconds !== undefined && { requestedSeconds }),
});

function scheduled(seconds: number, reason: Known['invocation']['reason'] = null) {
  return { ...pending, releaseState: 'scheduled', dueAt: after(seconds), reason } as const;
}

function failed(reason: Known['invocation']['reason']) {
  return { ...pending, status: 'failed', reason } as const;
}

const exhausted: NextStep = { kind: 'give-up', reason: 'retries-exhausted', maxAttempts: 11 };
const tooOld: NextStep = { kind: 'give-up', reason: 'too-old', maxAttempts: 11, maxAgeSeconds: 3600 };
const done: NextStep = { kind: 'done' };
const success = attempt(done, { outcome: 'delivered', responseCode: 204 });

type Row = readonly [
  about: string,
  invocation: Known['invocation'],
  lastAttempt: LastAttempt | undefined,
  sentence: string,
  holder?: Known['holder'],
];

/** Every state that an invocation can be in, and every rule that can have brought it there. */
const table: readonly Row[] = [
  ['released first', { ...pending, releaseState: 'released' }, undefined, 'the first attempt is on its way'],
  [
    'released again',
    { ...pending, releaseState: 'released' },
    attempt(retry(5)),
    'attempt 3 of 11 failed with 503; the next attempt is on its way',
  ],
  ['leased', { ...pending, releaseState: 'leased' }, undefined, 'the first attempt is on its way'],
  [
    'to be tried again by the schedule',
    scheduled(300),
    attempt(retry(300)),
    'attempt 3 of 11 failed with 503; the schedule waits 300 s; next at 14:07:50 UTC',
  ],
  [
    'to be tried again when the receiver asked for it',
    scheduled(60),
    attempt(retry(60, 60)),
    'attempt 3 of 11 failed with 503; the receiver asked for 60 s; next at 14:03:50 UTC',
  ],
  [
    'asked for less than the schedule',
    scheduled(300),
    attempt(retry(300, 1)),
    'attempt 3 of 11 failed with 503; the receiver asked for 1 s, but the schedule waits 300 s; next at 14:07:50 UTC',
  ],
  [
    'asked for more than is allowed',
    scheduled(86_400),
    attempt(retry(86_400, 200_000)),
    'attempt 3 of 11 failed with 503; the receiver asked for 200000 s, of which 86400 s are allowed; next at 2026-11-30 14:02:50 UTC',
  ],
  [
    'due',
    scheduled(5),
    attempt(retry(5), { number: 1, ...unanswered('timeout', 'the receiver does not respond') }),
    'attempt 1 of 11 failed: the receiver does not respond; the schedule waits 5 s; due since 14:02:55 UTC',
  ],
  [
    'put off',
    scheduled(30, 'interrupted'),
    attempt(retry(5)),
    'attempt 3 of 11 failed with 503; it waits: The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered; next at 14:03:20 UTC',
  ],
  [
    'asked for by hand',
    scheduled(11),
    attempt(exhausted, { number: 11 }),
    'attempt 11 of 11 failed with 503; it is sent again, because that was asked for or its last release was lost; next at 14:03:01 UTC',
  ],
  [
    'asked for by hand before its time',
    scheduled(11),
    attempt(retry(300)),
    'attempt 3 of 11 failed with 503; it is sent again, because that was asked for or its last release was lost; next at 14:03:01 UTC',
  ],
  ['scheduled before any attempt', scheduled(11), undefined, 'no attempt was made yet; next at 14:03:01 UTC'],
  [
    'behind another one',
    { ...pending, releaseState: 'held', reason: 'predecessor' },
    undefined,
    'it waits until invocation 0197a000 of the same subject has ended',
    { id: '0197a000', isBlocking: false },
  ],
  [
    'behind one that blocks the subject',
    { ...pending, releaseState: 'held', reason: 'predecessor' },
    undefined,
    'it waits until invocation 0197a000 of the same subject, which has failed, is retried with success, or cancelled',
    { id: '0197a000', isBlocking: true },
  ],
  [
    'behind one that has just ended',
    { ...pending, releaseState: 'held', reason: 'predecessor' },
    undefined,
    'it waits: An earlier invocation of the same webhook and subject has not ended',
  ],
  [
    'held while its webhook is paused',
    { ...pending, releaseState: 'held-by-webhook', reason: 'webhook-paused' },
    undefined,
    'it waits: Its webhook is paused',
  ],
  [
    'held while its receiver is unavailable',
    { ...pending, releaseState: 'held-by-webhook', reason: 'retry-after', probeAt: after(60) },
    attempt(retry(5)),
    'attempt 3 of 11 failed with 503; it waits: The receiver of its webhook asked by `Retry-After` to be left alone for a while; next probe at 14:03:50 UTC',
  ],
  [
    'held as a probe that has failed',
    {
      ...pending,
      releaseState: 'held-by-webhook',
      reason: 'receiver-unavailable',
      probeAt: after(60),
      failedProbes: 2,
    },
    attempt({ kind: 'defer', reason: 'receiver-unavailable', at: after(60) }),
    'attempt 3, a probe, failed with 503; it waits: The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe; next probe at 14:03:50 UTC',
  ],
  [
    'to be tried again, and was a probe before that failed',
    { ...scheduled(300), failedProbes: 1 },
    attempt(retry(300)),
    'attempt 2 of 11, not counting a probe, failed with 503; the schedule waits 300 s; next at 14:07:50 UTC',
  ],
  [
    'failed with the last attempt that counts',
    { ...failed('retries-exhausted'), failedProbes: 4 },
    attempt(exhausted, { number: 15 }),
    'attempt 11 of 11, not counting 4 probes, failed with 503; the retry policy allows no more attempts',
  ],
  ['delivered', delivered, success, 'attempt 3 was answered with 204'],
  [
    'delivered and sent again',
    { ...delivered, releaseState: 'scheduled', dueAt: after(11) },
    success,
    'attempt 3 was answered with 204; it is sent again, as was asked for; next at 14:03:01 UTC',
  ],
  [
    'delivered, and sent again in vain',
    delivered,
    attempt(exhausted, { number: 12 }),
    'attempt 12 failed with 503; it was delivered before',
  ],
  [
    'failed with the last attempt',
    failed('retries-exhausted'),
    attempt(exhausted, { number: 11, ...unanswered('tls-error', "the receiver's certificate has expired") }),
    "attempt 11 of 11 failed: the receiver's certificate has expired; the retry policy allows no more attempts",
  ],
  [
    'failed for its age',
    failed('too-old'),
    attempt(tooOld),
    'attempt 3 of 11 failed with 503; the next one would start more than 3600 s after the event was accepted',
  ],
  [
    'failed for its webhook',
    failed('webhook-disabled'),
    attempt(retry(5)),
    'attempt 3 of 11 failed with 503; nothing more is sent: The webhook was disabled before the request was sent',
  ],
  [
    'failed for a detail',
    failed('unknown-secret: {secret.a: b}'),
    undefined,
    "nothing more is sent: The webhook's URL or a header names a secret that does not exist ({secret.a: b})",
  ],
  [
    'failed and blocking its subject',
    { ...failed('retries-exhausted'), releaseState: 'blocking' },
    attempt(exhausted, { number: 11 }),
    'attempt 11 of 11 failed with 503; the retry policy allows no more attempts; the later ones of its subject wait until it is retried with success, or cancelled',
  ],
  ['cancelled', { ...pending, status: 'cancelled' }, undefined, 'it was cancelled, so nothing more is sent'],
];

describe('why', () => {
  // jest takes a parameter that a row lacks for a callback.
  it.each(table.map((row) => [row[0], row] as const))(
    'explains an invocation that is %s',
    (_about, [, invocation, lastAttempt, sentence, holder]) => {
      expect(why({ invocation, lastAttempt, holder }, now)).toBe(sentence);
    },
  );

  it('shows a step that this version cannot read, and a reason that it does not know, as far as it can', () => {
    const lastAttempt = { ...attempt(done), next: null };
    const invocation = { ...scheduled(60), reason: 'of another version' as never };
    expect(why({ invocation, lastAttempt, holder: undefined }, now)).toBe(
      'attempt 3 failed with 503; it waits: of another version; next at 14:03:50 UTC',
    );
  });
});
