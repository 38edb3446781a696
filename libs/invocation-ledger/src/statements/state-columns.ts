import { type InvocationState, type InvocationStatus, type ReleaseState } from '@casewire/invocation-state';
import { instant, type Column } from './column-arrays.ts';

/** The columns of `history.invocations` that a transition may change, but for visibility and body. */
export const stateColumns: readonly Column<InvocationState>[] = [
  { name: 'ordering_key', type: 'text', value: (state) => state.orderingKey },
  { name: 'status', type: 'text', value: (state) => state.status },
  { name: 'release_state', type: 'text', value: (state) => state.releaseState },
  { name: 'release', type: 'integer', value: (state) => state.release },
  { name: 'settled', type: 'boolean', value: (state) => state.settled },
  { name: 'reason', type: 'text', value: (state) => state.reason },
  { name: 'due_at', type: 'timestamptz', value: (state) => instant(state.dueAt) },
  { name: 'released_at', type: 'timestamptz', value: (state) => instant(state.releasedAt) },
  { name: 'claimed_until', type: 'timestamptz', value: (state) => instant(state.claimedUntil) },
  { name: 'cuts', type: 'smallint', value: (state) => state.cuts },
  { name: 'attempts', type: 'integer', value: (state) => state.attempts },
  { name: 'last_attempt_at', type: 'timestamptz', value: (state) => instant(state.lastAttemptAt) },
  { name: 'response_code', type: 'integer', value: (state) => state.responseCode },
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
  readonly reason: string | null;
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
