import { timeOrderedUuid } from '@casewire/events';
import { randomBytes } from 'node:crypto';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import type { InvocationContent } from '../invocation-content.ts';
import type { AttemptRecord } from '../sql/attempts.ts';

export const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

/** An invocation accepted now, with an id of its own. */
export function sampleContent(overrides: Partial<InvocationContent> = {}): InvocationContent {
  const acceptedAt = overrides.acceptedAt ?? Date.now();
  return {
    id: timeOrderedUuid(acceptedAt, randomBytes(10)),
    ...scope,
    webhookId: 'wh-1',
    family: 'ballerine',
    eventUid: timeOrderedUuid(acceptedAt, randomBytes(10)),
    eventId: 'evt-1',
    eventSource: '/workflows',
    eventType: 'workflow.completed',
    subject: 'run-1',
    acceptedAt,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"id":"1"}'),
    ...overrides,
  };
}

export function sampleAttempt(
  { id: invocationId }: InvocationContent,
  overrides: Partial<AttemptRecord> = {},
): AttemptRecord {
  return {
    invocationId,
    id: timeOrderedUuid(Date.now(), randomBytes(10)),
    number: 1,
    release: 1,
    startedAt: 1_763_000_000_000,
    durationMs: 12.5,
    outcome: 'delivered',
    request: { method: 'POST', url: 'https://example.com/hook', headers: { 'webhook-id': invocationId } },
    responseCode: 200,
    responseHeaders: { server: 'test' },
    responseBody: 'ok',
    next: { kind: 'done' },
    ...overrides,
  };
}

/** The delivery record of a release. */
export function seen(content: InvocationContent, release = 1): InvocationUpdate {
  return { id: content.id, content, facts: [{ kind: 'delivery-seen', release }] };
}

/** The ordered record. */
export function ordered(content: InvocationContent, orderingKey: string): InvocationUpdate {
  return { id: content.id, content, facts: [{ kind: 'ordered-seen', orderingKey }] };
}

/** The attempt record of a release, which holds everything except the body. */
export function outcome(content: InvocationContent, attempt: AttemptRecord): InvocationUpdate {
  const { release, next, startedAt, durationMs } = attempt;
  return {
    id: content.id,
    content: { ...content, body: null },
    facts: [{ kind: 'outcome', release, next, at: Math.round(startedAt + durationMs) }],
    attempts: [attempt],
  };
}
