import { describe, expect, it } from '@jest/globals';
import { explainMatch, type ExplainedWebhook } from './explain-match.ts';

const now = new Date('2026-01-01T00:00:00Z');
const event = { type: 'workflow.completed', definitionId: 'kyb', runtimeId: 'run-1' };
const webhook: ExplainedWebhook = { events: ['*'], status: 'active' };

describe('explainMatch', () => {
  it.each<[string, Partial<ExplainedWebhook>]>([
    ['customer level', {}],
    ['its definition', { definitionId: 'kyb' }],
    ['its run', { definitionId: 'kyb', runtimeId: 'run-1' }],
    ['a pause: what matches is held, not lost', { status: 'paused' }],
    ['an expiry to come', { expiresAt: new Date('2026-01-01T00:00:01Z') }],
  ])('matches: %s', (_what, part) => {
    expect(explainMatch(event, { ...webhook, ...part }, now)).toEqual({ matched: true });
  });

  it.each<[string, Partial<ExplainedWebhook>]>([
    ['disabled', { status: 'disabled' }],
    ['expired', { expiresAt: now }],
    ['other-definition', { definitionId: 'kyc' }],
    ['other-run', { definitionId: 'kyb', runtimeId: 'run-2' }],
    ['event-not-listed', { events: ['workflow.state.*'] }],
  ])('says why not: %s', (code, part) => {
    expect(explainMatch(event, { ...webhook, ...part }, now)).toMatchObject({ matched: false, code });
  });

  it('says that an event without a run reaches no runtime level', () => {
    expect(explainMatch({ type: 'a' }, { ...webhook, runtimeId: 'run-1' }, now)).toMatchObject({
      why: 'the webhook listens to run run-1, the event names none',
    });
  });

  it("says that no pattern covers an event of Casewire's own", () => {
    expect(explainMatch({ type: 'casewire.invocation.failed' }, webhook, now)).toMatchObject({
      why: expect.stringContaining('name them one by one'),
    });
  });
});
