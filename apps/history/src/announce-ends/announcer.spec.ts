import {
  identityHash,
  openReceipt,
  RECEIPT_HEADER,
  type EventIdentity,
  type RecordHeaders,
} from '@casewire/events';
import { compileSchema, eventTypeNamed } from '@casewire/families';
import type { AnnouncedChange, AnnouncedEnd } from '@casewire/invocation-ledger';
import { unknownHealth } from '@casewire/invocation-state';
import { describe, expect, it } from '@jest/globals';
import { createAnnouncer } from './announcer.ts';

const internalKey = 'k'.repeat(32);
const withOutcomes = createAnnouncer({ announcesOutcomes: true, internalKey });
const withoutOutcomes = createAnnouncer({ announcesOutcomes: false, internalKey });

const failed: AnnouncedEnd = {
  number: 2,
  status: 'failed',
  reason: 'retries-exhausted',
  attempts: 3,
  responseCode: 503,
  lastAttemptAt: Date.UTC(2026, 10, 29, 12),
  endedAt: Date.UTC(2026, 10, 29, 12, 0, 1),
  content: {
    id: '019ac000-0000-7000-8000-0000000000aa',
    tenantId: 'acme',
    environment: 'sandbox',
    webhookId: '019ac000-0000-7000-8000-00000000000a',
    family: 'ballerine',
    eventUid: '019ac000-0000-7000-8000-0000000000bb',
    eventId: 'e-1',
    eventSource: '/workflows',
    eventType: 'workflow.completed',
    subject: 'subject-1',
    acceptedAt: Date.UTC(2026, 10, 29),
    headers: { 'content-type': 'application/json', 'accepted-key': 'acme/run-1' },
  },
};
const ends: readonly AnnouncedEnd[] = [
  failed,
  { ...failed, status: 'delivered', reason: null, number: 3, responseCode: 200 },
  { ...failed, status: 'cancelled', reason: null, responseCode: null, lastAttemptAt: null, attempts: 0 },
];

function identityOf(headers: RecordHeaders): EventIdentity {
  const { ce_id: id = '', ce_source: source = '', ce_tenantid: tenantId = '' } = headers;
  return { id, source, tenantId, environment: 'sandbox' };
}

describe('announcing an end', () => {
  it('says on outcomes what became of the invocation, by the key of its event', () => {
    const [outcome] = withOutcomes.recordsOf(failed);
    expect(outcome).toEqual({
      topic: 'outcomes',
      key: 'acme/run-1',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: '019ac000-0000-7000-8000-0000000000aa.2',
        ce_source: '/casewire',
        ce_type: 'casewire.invocation.failed',
        ce_time: '2026-11-29T12:00:01.000Z',
        ce_tenantid: 'acme',
        ce_environment: 'sandbox',
        ce_subject: '019ac000-0000-7000-8000-0000000000aa',
        ce_sequence: '2',
      },
      value: JSON.stringify({
        invocationId: '019ac000-0000-7000-8000-0000000000aa',
        webhookId: '019ac000-0000-7000-8000-00000000000a',
        eventUid: '019ac000-0000-7000-8000-0000000000bb',
        eventId: 'e-1',
        eventSource: '/workflows',
        eventType: 'workflow.completed',
        eventSubject: 'subject-1',
        status: 'failed',
        reason: 'retries-exhausted',
        attempts: 3,
        responseCode: 503,
        acceptedAt: '2026-11-29T00:00:00.000Z',
        lastAttemptAt: '2026-11-29T12:00:00.000Z',
      }),
    });
  });

  it.each(ends.map((end) => [end.status, end] as const))(
    'keeps the schema of its type: %s',
    (status, end) => {
      const type = eventTypeNamed(`casewire.invocation.${status}`);
      const [outcome] = withOutcomes.recordsOf(end);
      expect(compileSchema(type?.schema ?? {})(JSON.parse(outcome?.value ?? ''))).toEqual([]);
      expect(outcome?.headers['ce_type']).toBe(type?.type);
    },
  );

  it('is made of instants that no calendar has, as the ledger stores them', () => {
    const odd = { ...failed, lastAttemptAt: -1, content: { ...failed.content, acceptedAt: 9e15 } };
    const [outcome] = withOutcomes.recordsOf(odd);
    expect(JSON.parse(outcome?.value ?? '')).toMatchObject({
      acceptedAt: '9999-01-01T00:00:00.000Z',
      lastAttemptAt: '1970-01-01T00:00:00.000Z',
    });
  });

  it('publishes failures alone as events of the tenant, with a receipt of the time of the end', () => {
    const topics = ends.map((end) => withOutcomes.recordsOf(end).map(({ topic }) => topic));
    expect(topics).toEqual([['outcomes', 'events'], ['outcomes'], ['outcomes']]);
    const [published] = withoutOutcomes.recordsOf(failed);
    const headers = published?.headers ?? {};
    const receipt = openReceipt(headers[RECEIPT_HEADER], identityHash(identityOf(headers)), internalKey);
    expect(receipt).toBe(failed.endedAt);
  });

  it('concerns itself with failures alone where outcomes are off', () => {
    expect([...withoutOutcomes.statuses]).toEqual(['failed']);
    expect(withoutOutcomes.recordsOf(failed).map(({ topic }) => topic)).toEqual(['events']);
  });

  it("announces nothing of invocations of Casewire's own events", () => {
    for (const end of ends) {
      const content = { ...end.content, eventType: 'casewire.invocation.failed' };
      expect(withOutcomes.recordsOf({ ...end, content })).toEqual([]);
    }
  });

  it('finds a key for an invocation that was matched before outcomes were turned on', () => {
    const { subject: _, ...withoutSubject } = failed.content;
    const contents = [failed.content, withoutSubject].map((content) => ({ ...content, headers: {} }));
    const keys = contents.map((content) => withOutcomes.recordsOf({ ...failed, content })[0]?.key);
    expect(keys).toEqual(['acme/subject-1', 'acme/e-1']);
  });
});

describe('announcing a change of a webhook', () => {
  const since = Date.UTC(2026, 10, 29, 11);
  const lastFailure = { at: Date.UTC(2026, 10, 29, 12), class: 'http-503' };
  const sound = { ...unknownHealth, lastSuccessAt: since - 1_000 };
  const ill = {
    ...sound,
    lastFailure,
    failureRun: { count: 10, since },
    failing: { since, by: 'run' },
  } as const;
  const began: AnnouncedChange = {
    webhookId: '019ac000-0000-7000-8000-00000000000a',
    effect: 'failing',
    attemptId: '019ac000-0000-7000-8000-0000000000cc',
    content: failed.content,
    before: sound,
    after: ill,
    changedAt: failed.endedAt,
  };
  const changes: readonly AnnouncedChange[] = [
    began,
    { ...began, effect: 'paused', before: ill },
    { ...began, effect: 'recovered', before: ill, after: { ...sound, lastFailure } },
  ];

  it('publishes an event of the tenant whose id names the attempt that has shown the change', () => {
    const [published, ...others] = withoutOutcomes.recordsOfChange(began);
    const { [RECEIPT_HEADER]: receipt, ...headers } = published?.headers ?? {};
    expect({ ...published, headers }).toEqual({
      topic: 'events',
      key: '019ac000-0000-7000-8000-00000000000a',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: '019ac000-0000-7000-8000-0000000000cc.failing',
        ce_source: '/casewire',
        ce_type: 'casewire.webhook.failing',
        ce_time: '2026-11-29T12:00:01.000Z',
        ce_tenantid: 'acme',
        ce_environment: 'sandbox',
        ce_subject: '019ac000-0000-7000-8000-00000000000a',
      },
      value: JSON.stringify({
        webhookId: '019ac000-0000-7000-8000-00000000000a',
        failingSince: '2026-11-29T11:00:00.000Z',
        failuresInARow: 10,
        lastFailure: 'http-503',
        lastFailureAt: '2026-11-29T12:00:00.000Z',
        lastSuccessAt: '2026-11-29T10:59:59.000Z',
      }),
    });
    expect(openReceipt(receipt, identityHash(identityOf(headers)), internalKey)).toBe(began.changedAt);
    expect(others).toEqual([]);
  });

  it.each(changes.map((change) => [change.effect, change] as const))(
    'keeps the schema of its type: %s',
    (effect, change) => {
      const type = eventTypeNamed(`casewire.webhook.${effect}`);
      const [published] = withOutcomes.recordsOfChange(change);
      const data: unknown = JSON.parse(published?.value ?? '');
      expect(compileSchema(type?.schema ?? {})(data)).toEqual([]);
      expect(data).toMatchObject({ failingSince: '2026-11-29T11:00:00.000Z' });
      expect(published?.headers['ce_type']).toBe(type?.type);
    },
  );

  it('says nothing of what a breaker does', () => {
    for (const effect of ['opened', 'closed'] as const)
      expect(withOutcomes.recordsOfChange({ ...began, effect })).toEqual([]);
  });

  it("announces nothing that an invocation of Casewire's own events has shown", () => {
    const content = { ...began.content, eventType: 'casewire.webhook.failing' };
    expect(withOutcomes.recordsOfChange({ ...began, content })).toEqual([]);
  });
});
