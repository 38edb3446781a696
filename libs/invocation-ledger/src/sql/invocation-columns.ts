import { column, type Column } from '@casewire/database';
import type { Environment, RecordHeaders } from '@casewire/events';
import type { InvocationState, InvocationStatus, ReleaseState } from '@casewire/invocation-state';
import type { InvocationContent } from '../invocation-content.ts';
import { storableMs } from './instants.ts';

/** The columns of `history.invocations` that hold the content, without the body. */
export const contentColumns: readonly Column<InvocationContent>[] = [
  column('id', 'uuid', (content) => content.id),
  column('tenant_id', 'text', (content) => content.tenantId),
  column('environment', 'text', (content) => content.environment),
  column('webhook_id', 'text', (content) => content.webhookId),
  column('family', 'text', (content) => content.family),
  column('event_uid', 'uuid', (content) => content.eventUid),
  column('event_id', 'text', (content) => content.eventId),
  column('event_source', 'text', (content) => content.eventSource),
  column('event_type', 'text', (content) => content.eventType),
  column('subject', 'text', (content) => content.subject ?? null),
  column('accepted_at', 'timestamptz', (content) => storableMs(content.acceptedAt)),
  column('headers', 'json', (content) => JSON.stringify(content.headers)),
];

export const bodyColumn: Column<InvocationContent> = column('body', 'bytea', ({ body }) => body);

export interface ContentRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly environment: Environment;
  readonly webhook_id: string;
  readonly family: string;
  readonly event_uid: string;
  readonly event_id: string;
  readonly event_source: string;
  readonly event_type: string;
  readonly subject: string | null;
  readonly accepted_at: Date;
  readonly headers: RecordHeaders;
  readonly body: Buffer | null;
}

export function toContent(row: ContentRow): InvocationContent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    environment: row.environment,
    webhookId: row.webhook_id,
    family: row.family,
    eventUid: row.event_uid,
    eventId: row.event_id,
    eventSource: row.event_source,
    eventType: row.event_type,
    ...(row.subject !== null && { subject: row.subject }),
    acceptedAt: row.accepted_at.getTime(),
    headers: row.headers,
    body: row.body,
  };
}

/**
 * A release state as rows hold it. Where the code says `leased` and `leasedUntil`, the schema says `claimed` and
 * `claimed_until`.
 */
export type StoredReleaseState = Exclude<ReleaseState, 'leased'> | 'claimed';

function storedReleaseState(state: ReleaseState | null): StoredReleaseState | null {
  return state === 'leased' ? 'claimed' : state;
}

export function toReleaseState(stored: StoredReleaseState | null): ReleaseState | null {
  return stored === 'claimed' ? 'leased' : stored;
}

/** The columns of `history.invocations` that a transition may change, without `seq` and the body. */
export const stateColumns: readonly Column<InvocationState>[] = [
  column('ordering_key', 'text', (state) => state.orderingKey),
  column('status', 'text', (state) => state.status),
  column('release_state', 'text', (state) => storedReleaseState(state.releaseState)),
  column('release', 'integer', (state) => state.release),
  column('settled', 'boolean', (state) => state.settled),
  column('reason', 'text', (state) => state.reason),
  column('due_at', 'timestamptz', (state) => storableMs(state.dueAt)),
  column('released_at', 'timestamptz', (state) => storableMs(state.releasedAt)),
  column('claimed_until', 'timestamptz', (state) => storableMs(state.leasedUntil)),
  column('cuts', 'smallint', (state) => state.cuts),
  column('attempts', 'integer', (state) => state.attempts),
  column('last_attempt_at', 'timestamptz', (state) => storableMs(state.lastAttemptAt)),
  column('response_code', 'integer', (state) => state.responseCode),
];

/** The select list that `toState` reads. It asks whether there is a body and does not read it. */
export const selectState = `${stateColumns.map(({ name }) => `i.${name}`).join(', ')}, i.seq, i.body IS NOT NULL AS has_body`;

export interface StateRow {
  readonly seq: string | null;
  readonly has_body: boolean;
  readonly ordering_key: string | null;
  readonly status: InvocationStatus;
  readonly release_state: StoredReleaseState | null;
  readonly release: number;
  readonly settled: boolean;
  readonly reason: InvocationState['reason'];
  readonly due_at: Date | null;
  readonly released_at: Date | null;
  readonly claimed_until: Date | null;
  readonly cuts: number;
  readonly attempts: number;
  readonly last_attempt_at: Date | null;
  readonly response_code: number | null;
}

export function toState(row: StateRow): InvocationState {
  return {
    complete: row.seq !== null,
    hasBody: row.has_body,
    status: row.status,
    releaseState: toReleaseState(row.release_state),
    release: row.release,
    settled: row.settled,
    reason: row.reason,
    dueAt: row.due_at?.getTime() ?? null,
    releasedAt: row.released_at?.getTime() ?? null,
    leasedUntil: row.claimed_until?.getTime() ?? null,
    cuts: row.cuts,
    orderingKey: row.ordering_key,
    attempts: row.attempts,
    lastAttemptAt: row.last_attempt_at?.getTime() ?? null,
    responseCode: row.response_code,
  };
}
