import { aliased, column, type Column } from '@casewire/database';
import { decodeHold, encodeHold } from '@casewire/events';
import type { InvocationState, ReleaseState } from '@casewire/invocation-state';
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

/** The select list that `toContent` reads. */
export const selectContent = aliased([...contentColumns, bodyColumn]);

/** The same without the body. */
export const selectWithoutBody = `${aliased(contentColumns)}, NULL::bytea AS body`;

export interface ContentRow extends Omit<InvocationContent, 'subject' | 'acceptedAt'> {
  readonly subject: string | null;
  readonly acceptedAt: Date;
}

export function toContent({ subject, acceptedAt, ...row }: ContentRow): InvocationContent {
  return { ...row, ...(subject !== null && { subject }), acceptedAt: acceptedAt.getTime() };
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
  column('ends', 'integer', (state) => state.ends),
  column('ended_at', 'timestamptz', (state) => storableMs(state.endedAt)),
  column('release_state', 'text', (state) => storedReleaseState(state.releaseState)),
  column('release', 'integer', (state) => state.release),
  column('settled', 'boolean', (state) => state.settled),
  column('reason', 'text', (state) => state.reason),
  column('failure', 'text', (state) => state.failure),
  column('due_at', 'timestamptz', (state) => storableMs(state.dueAt)),
  column('released_at', 'timestamptz', (state) => storableMs(state.releasedAt)),
  column('claimed_until', 'timestamptz', (state) => storableMs(state.leasedUntil)),
  column('held_by', 'text', (state) => (state.heldBy === null ? null : encodeHold(state.heldBy))),
  column('cuts', 'smallint', (state) => state.cuts),
  column('attempts', 'integer', (state) => state.attempts),
  column('failed_probes', 'smallint', (state) => state.failedProbes),
  column('last_attempt_at', 'timestamptz', (state) => storableMs(state.lastAttemptAt)),
  column('response_code', 'integer', (state) => state.responseCode),
  column('notes', 'json', ({ notes }) => (notes.length === 0 ? null : JSON.stringify(notes))),
];

/** The select list that `toState` reads. It asks whether there is a body and does not read it. */
export const selectState = `${aliased(stateColumns, 'i')}, i.seq, i.body IS NOT NULL AS "hasBody"`;

type Changed =
  | 'complete'
  | 'endedAt'
  | 'releaseState'
  | 'dueAt'
  | 'releasedAt'
  | 'leasedUntil'
  | 'heldBy'
  | 'lastAttemptAt'
  | 'notes';

export interface StateRow extends Omit<InvocationState, Changed> {
  readonly seq: string | null;
  readonly endedAt: Date | null;
  readonly releaseState: StoredReleaseState | null;
  readonly dueAt: Date | null;
  readonly releasedAt: Date | null;
  readonly claimedUntil: Date | null;
  readonly heldBy: string | null;
  readonly lastAttemptAt: Date | null;
  readonly notes: InvocationState['notes'] | null;
}

export function toState({ seq, claimedUntil, ...row }: StateRow): InvocationState {
  return {
    ...row,
    complete: seq !== null,
    endedAt: row.endedAt?.getTime() ?? null,
    releaseState: toReleaseState(row.releaseState),
    dueAt: row.dueAt?.getTime() ?? null,
    releasedAt: row.releasedAt?.getTime() ?? null,
    leasedUntil: claimedUntil?.getTime() ?? null,
    heldBy: row.heldBy === null ? null : (decodeHold(row.heldBy) ?? null),
    lastAttemptAt: row.lastAttemptAt?.getTime() ?? null,
    notes: row.notes ?? [],
  };
}
