import type { Pool } from '@casewire/database';
import { statementName } from './wire.ts';

/** What PostgreSQL spent on statements with the same first words. */
export interface StatementCost {
  readonly calls: number;
  readonly planUs: number;
  readonly executionUs: number;
}

/** Prepares the server, which has loaded pg_stat_statements. Only while statements are watched do they cost more. */
export async function installStatements(pool: Pool): Promise<void> {
  await pool.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await pool.query('ALTER SYSTEM SET pg_stat_statements.track_planning = on');
  await watchStatements(pool, false);
}

export async function watchStatements(pool: Pool, isWatched: boolean): Promise<void> {
  await pool.query(`ALTER SYSTEM SET pg_stat_statements.track = ${isWatched ? 'top' : 'none'}`);
  await pool.query('SELECT pg_reload_conf()');
}

/** Forgets what was counted so far. */
export async function forgetStatements(pool: Pool): Promise<void> {
  await pool.query('SELECT pg_stat_statements_reset()');
}

/** Everything since statements were last forgotten, by name; the most expensive first. */
export async function readStatements(pool: Pool): Promise<Map<string, StatementCost>> {
  const { rows } = await pool.query<StatementCost & { query: string }>(
    `SELECT query, calls::float, total_plan_time * 1000 AS "planUs", total_exec_time * 1000 AS "executionUs"
       FROM pg_stat_statements
      ORDER BY total_plan_time + total_exec_time DESC`,
  );
  const byName = new Map<string, StatementCost>();
  for (const { query, ...cost } of rows) {
    const name = statementName(query);
    const before = byName.get(name);
    byName.set(name, before === undefined ? cost : added(before, cost));
  }
  return byName;
}

function added(one: StatementCost, other: StatementCost): StatementCost {
  return {
    calls: one.calls + other.calls,
    planUs: one.planUs + other.planUs,
    executionUs: one.executionUs + other.executionUs,
  };
}
