import {
  identityHash,
  openReceipt,
  RECEIPT_HEADER,
  type EventIdentity,
  type RecordHeaders,
} from '@casewire/events';
import { compileSchema, eventTypeNamed } from '@casewire/families';
import type { AnnouncedEnd } from '@casewire/invocation-ledger';
import { describe, expect, it } from '@jest/globals';
import { createEndAnnouncer } from './end-announcer.ts';

const internalKey = 'k'.repeat(32);
const withOutcomes = createEndAnnouncer({ announcesOutcomes: true, internalKey });
const withoutOutcomes = createEndAnnouncer({ announcesOutcomes: false, internalKey });

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
