import type { Pool } from '@casewire/database';

/**
 * Rows that the statements of a pool have read so far from tables of the ledger. The pool must have one connection:
 * PostgreSQL learns of what others have read later.
 * @param tables the beginnings of their names. Default: all
 */
export async function countRead(pool: Pool, tables: readonly string[] = ['']): Promise<number> {
  await pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: number }>(
    `SELECT (sum(seq_tup_read) + sum(coalesce(idx_tup_fetch, 0)))::int AS read FROM pg_stat_user_tables
      WHERE schemaname = 'history' AND relname LIKE ANY ($1)`,
    [tables.map((table) => `${table}%`)],
  );
  return rows[0]?.read ?? NaN;
}
