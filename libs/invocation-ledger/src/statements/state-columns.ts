import { type InvocationState, type InvocationStatus, type ReleaseState } from '@casewire/invocation-state';
import { column, type Column } from '@casewire/database';
import { storableMs } from './instant.ts';

/** The columns of `history.invocations` that a transition may change, but for visibility and body. */
export const stateColumns: readonly Column<InvocationState>[] = [
  column('ordering_key', 'text', (state) => state.orderingKey),
  column('status', 'text', (state) => state.status),
  column('release_state', 'text', (state) => state.releaseState),
  column('release', 'integer', (state) => state.release),
  column('settled', 'boolean', (state) => state.settled),
  column('reason', 'text', (state) => state.reason),
  column('due_at', 'timestamptz', (state) => storableMs(state.dueAt)),
  column('released_at', 'timestamptz', (state) => storableMs(state.releasedAt)),
  column('claimed_until', 'timestamptz', (state) => storableMs(state.claimedUntil)),
  column('cuts', 'smallint', (state) => state.cuts),
  column('attempts', 'integer', (state) => state.attempts),
  column('last_attempt_at', 'timestamptz', (state) => storableMs(state.lastAttemptAt)),
  column('response_code', 'integer', (state) => state.responseCode),
];

/** Select list that `toState` reads; the body itself stays where it is. */
export const selectState = `${stateColumns.map(({ name }) => `i.${name}`).join(', ')}, i.seq, i.body IS NOT NULL AS has_body`;

export interface StateRow {
  readonly seq: string | null;
  readonly has_body: boolean;
  readonly ordering_key: string | null;
  readonly status: InvocationStatus;
  readonly release_state: ReleaseState | null;
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
    releaseState: row.release_state,
    release: row.release,
    settled: row.settled,
    reason: row.reason,
    dueAt: row.due_at?.getTime() ?? null,
    releasedAt: row.released_at?.getTime() ?? null,
    claimedUntil: row.claimed_until?.getTime() ?? null,
    cuts: row.cuts,
    orderingKey: row.ordering_key,
    attempts: row.attempts,
    lastAttemptAt: row.last_attempt_at?.getTime() ?? null,
    responseCode: row.response_code,
  };
}
