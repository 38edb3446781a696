import type { Pool } from '@casewire/database';

/** When the next scheduled invocation is due, milliseconds since the epoch; undefined if none is scheduled. */
export async function selectNextDue(pool: Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ due_at: Date }>({
    name: 'select-next-due',
    text: `SELECT due_at FROM history.invocations
            WHERE release_state = 'scheduled' AND seq IS NOT NULL
            ORDER BY due_at LIMIT 1`,
  });
  return rows[0]?.due_at.getTime();
}
