import type { Pool } from '@casewire/database';

/** How many invocations are on the way or wait, over all tenants. */
export interface OpenInvocations {
  /** On Kafka or with a delivery process. */
  readonly released: number;
  readonly scheduled: number;
  /** Scheduled, and due for more than a few seconds. */
  readonly overdue: number;
  /** Waiting for a predecessor in their slot. */
  readonly held: number;
  /** Without their delivery record. */
  readonly hidden: number;
}

/** Above this a number means "at least": counting must stay cheap when the numbers are alarming. */
const MAX_COUNTED = 100_000;

/** What a scheduler may be late without anyone having to know. */
const OVERDUE_SECONDS = 5;

export async function countOpen(pool: Pool): Promise<OpenInvocations> {
  const { rows } = await pool.query<OpenInvocations>({
    name: 'count-open',
    text: `SELECT ${counted('released', `FROM history.released`)},
                  ${counted('scheduled', `FROM history.invocations WHERE ${scheduled}`)},
                  ${counted('overdue', `FROM history.invocations WHERE ${scheduled} AND due_at < now() - interval '${OVERDUE_SECONDS} seconds'`)},
                  ${counted('held', 'FROM history.slot_waiters')},
                  ${counted('hidden', 'FROM history.invocations WHERE seq IS NULL')}`,
  });
  return rows[0] ?? { released: 0, scheduled: 0, overdue: 0, held: 0, hidden: 0 };
}

const scheduled = 'due_at IS NOT NULL AND seq IS NOT NULL';

function counted(name: string, source: string): string {
  return `(SELECT count(*)::integer FROM (SELECT 1 ${source} LIMIT ${MAX_COUNTED}) AS ${name}_rows) AS ${name}`;
}
