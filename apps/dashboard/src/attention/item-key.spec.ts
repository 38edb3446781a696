import { describe, expect, it } from '@jest/globals';
import type { AttentionItem } from '../api/types.ts';
import { keyOf } from './item-key.ts';

const webhookId = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';

function item(changed: Partial<AttentionItem> & Pick<AttentionItem, 'kind'>): AttentionItem {
  const subject = {
    tenantId: 'bank-a',
    environment: 'sandbox',
    webhookId,
    name: null,
    host: 'a.example',
    count: 1,
  } as const;
  const action = { method: 'GET', path: `/v1/webhooks/${webhookId}/health`, body: null } as const;
  return { severity: 'warning', since: null, reason: null, subject, action, ...changed };
}

const retry = (path: string) => ({ method: 'POST', path, body: null }) as const;

describe('the key of what needs a person', () => {
  it.each([
    [
      'another invocation is the oldest that is held',
      item({ kind: 'receiver-unavailable', reason: 'http-503', action: retry('/v1/invocations/a/retry') }),
      item({ kind: 'receiver-unavailable', reason: 'timeout', action: retry('/v1/invocations/b/retry') }),
    ],
    [
      'the bodies of a failure group are deleted',
      item({ kind: 'invocations-failed', action: retry('/v1/failures/a/retry') }),
      item({ kind: 'invocations-failed', action: retry('/v1/failures/a/ignore') }),
    ],
    [
      'another event is rejected for the same reason',
      item({ kind: 'events-rejected', reason: 'empty', action: retry('/v1/rejected-events/a') }),
      item({ kind: 'events-rejected', reason: 'empty', action: retry('/v1/rejected-events/b') }),
    ],
  ])('stays the same when %s', (_title, before, after) => {
    expect(keyOf(after)).toBe(keyOf(before));
  });

  it.each([
    [
      'failure groups of a webhook',
      item({ kind: 'invocations-failed', reason: 'http-400', action: retry('/v1/failures/a/retry') }),
      item({ kind: 'invocations-failed', reason: 'http-400', action: retry('/v1/failures/b/retry') }),
    ],
    [
      'reasons of rejected events',
      item({ kind: 'events-rejected', reason: 'empty' }),
      item({ kind: 'events-rejected', reason: 'not-json' }),
    ],
    [
      'kinds of trouble of a webhook',
      item({ kind: 'failing', reason: 'http-503' }),
      item({ kind: 'subjects-blocked', reason: 'http-503' }),
    ],
  ])('differs for two %s', (_title, one, other) => {
    expect(keyOf(other)).not.toBe(keyOf(one));
  });
});
