import type { Pool } from '@casewire/database';
import { instant } from '../statements/instant.ts';

/** Forgets cancellations made before a finished cut began: whatever was on Kafka then has passed delivery. @returns how many */
export async function removeCancellations(pool: Pool, begunAt: number): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM history.cancellations WHERE cancelled_at < $1', [
    instant(begunAt),
  ]);
  return rowCount ?? 0;
}
