import type { PoolClient } from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import { selectState, toState, type StateRow } from './state-columns.ts';

export interface DueInvocation {
  readonly id: string;
  readonly state: InvocationState;
  readonly bodyBytes: number;
}

/** Locks scheduled invocations whose time has come, oldest first, without waiting for those that others have locked. */
export async function selectDue(client: PoolClient, limit: number): Promise<DueInvocation[]> {
  const { rows } = await client.query<StateRow & { id: string; body_bytes: number }>({
    name: 'select-due',
    text: `SELECT i.id, octet_length(i.body) AS body_bytes, ${selectState}
             FROM history.invocations i
            WHERE i.due_at <= now() AND i.seq IS NOT NULL AND i.body IS NOT NULL
            ORDER BY i.due_at
            LIMIT $1
              FOR UPDATE SKIP LOCKED`,
    values: [limit],
  });
  return rows.map((row) => ({ id: row.id, state: toState(row), bodyBytes: row.body_bytes }));
}
