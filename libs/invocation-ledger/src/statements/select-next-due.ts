import type { Pool } from '@casewire/database';

/** Milliseconds, by the ledger's clock, until the next scheduled invocation is due; negative if it is overdue. */
export async function selectNextDue(pool: Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ due_in_ms: number }>({
    name: 'select-next-due',
    text: `SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000)::float8 AS due_in_ms
             FROM history.invocations
            WHERE due_at IS NOT NULL AND seq IS NOT NULL AND body IS NOT NULL
            ORDER BY due_at LIMIT 1`,
  });
  return rows[0]?.due_in_ms;
}
