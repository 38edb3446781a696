import { fieldErrors } from '@casewire/rest';
import { describe, expect, it } from '@jest/globals';
import { cancelRequestSchema, replayRequestSchema } from './replay-schema.ts';

const since = '2026-11-01T00:00:00Z';

function errorsOf(schema: typeof replayRequestSchema | typeof cancelRequestSchema, body: object) {
  const { error } = schema.safeParse(body);
  return fieldErrors(error?.issues ?? []);
}

describe('the body of a request for a replay', () => {
  it('needs a beginning and a status, and has defaults for the rest', () => {
    expect(replayRequestSchema.parse({ since, status: 'all' })).toEqual({
      since: new Date(since),
      status: 'all',
      newIds: false,
      dryRun: false,
    });
    expect(errorsOf(replayRequestSchema, {})).toMatchObject([{ path: 'since' }, { path: 'status' }]);
  });

  it.each([
    [{ until: since }, { path: 'until', message: 'is not after `since`' }],
    [{ until: '2026-10-31T23:59:59Z' }, { path: 'until', message: 'is not after `since`' }],
    [
      { status: 'missing', newIds: true },
      { path: 'newIds', message: 'has no meaning for what was never sent' },
    ],
    [
      { status: 'all', reason: 'too-old' },
      { path: 'reason', accepted: 'with the status "failed"' },
    ],
    [{ status: 'missing', reason: 'too-old' }, { path: 'reason' }],
    [{ status: 'delivered' }, { path: 'status', accepted: '"failed", "all", "missing"' }],
    [{ eventType: '' }, { path: 'eventType', accepted: 'at least 1 character' }],
    [{ subject: 'x'.repeat(513) }, { path: 'subject', accepted: 'at most 512 characters' }],
    [{ since: 'yesterday' }, { path: 'since' }],
    [{ newId: true }, { path: 'newId' }],
  ])('is refused with %j: %j', (given, expected) => {
    const errors = errorsOf(replayRequestSchema, { since, status: 'failed', ...given });
    expect(errors).toMatchObject([expected]);
  });
});

describe('the body of a request to cancel a set', () => {
  it('takes the same filter, and nothing that only replays have', () => {
    const filter = { eventType: 'a.b', subject: 's', reason: 'lane-full' };
    expect(cancelRequestSchema.parse({ since, ...filter })).toMatchObject(filter);
    expect(errorsOf(cancelRequestSchema, { since, until: since })).toMatchObject([{ path: 'until' }]);
    expect(errorsOf(cancelRequestSchema, { since, newIds: true })).toMatchObject([{ path: 'newIds' }]);
  });
});
