import { describe, expect, it } from '@jest/globals';
import { decodeDisposition } from './delivery-record.ts';
import { describeReasons, reasons, type FailureReason, type Reason } from './reasons.ts';
import { decodeReleaseOutcome } from './release-outcome.ts';

const delivery = {
  invocationId: '019ac000-0000-7000-8000-0000000000aa',
  release: 1,
  attempt: 1,
  webhookId: 'w',
  tenantId: 'acme',
  environment: 'sandbox',
  family: 'ballerine',
  eventUid: 'u',
  eventId: 'e',
  eventSource: '/',
  eventType: 't',
  acceptedAt: 1,
  contentType: 'application/json',
  requestHeaders: {},
};

describe('reasons', () => {
  it('are read as they stand, also those that this version does not write', () => {
    const older = 'webhook-paused: since yesterday';
    expect(decodeDisposition({ disposition: 'failed', reason: older })).toEqual({
      kind: 'failed',
      reason: older,
    });
    for (const next of [
      { kind: 'give-up', reason: older },
      { kind: 'defer', reason: older, at: 1 },
    ]) {
      expect(decodeReleaseOutcome(Buffer.from(JSON.stringify({ delivery, next }))).next).toEqual(next);
    }
  });

  it('are written in their closed form alone', () => {
    const accepted: FailureReason[] = ['webhook-gone', 'unknown-secret: {secret.KEY}'];
    // @ts-expect-error no such code
    accepted.push('webhook-went');
    // @ts-expect-error its detail is missing
    accepted.push('unknown-secret');
    // @ts-expect-error it has no detail
    accepted.push('webhook-gone: yesterday');
    // @ts-expect-error an invocation that has failed waits for nothing
    accepted.push('lane-full');
    expect(accepted).toHaveLength(6);
  });

  it('have a meaning and a remedy, each in sentences', () => {
    for (const { meaning, remedy } of Object.values(reasons).flatMap<Reason>(Object.values)) {
      expect(meaning).toMatch(/^[A-Z`].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('are described for the places and the service that are asked for', () => {
    const description = describeReasons('Why.', ['waiting-invocation', 'dead-letter'], 'delivery');
    expect(description.split('\n').map((line) => /^- `([^`]+)`/.exec(line)?.[1] ?? line)).toEqual([
      'Why.',
      '',
      'lane-full',
      'rate-limited',
      'interrupted',
      'secret-unavailable',
      'webhook-paused',
      'paused-by-casewire',
      'receiver-unavailable',
      'retry-after',
      'malformed-record',
      'handler-fault',
      'corrupt-batch',
      'unreadable-batch',
    ]);
  });
});
