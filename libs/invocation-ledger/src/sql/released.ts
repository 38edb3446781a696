import {
  arrayParameter,
  arrays,
  column,
  rowsOf,
  type Column,
  type Pool,
  type Statement,
} from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { InvocationState } from '@casewire/invocation-state';
import { idRange } from './ids.ts';
import { instant, storableMs } from './instants.ts';
import { isRowGiven, plannedOnce } from './planning.ts';

interface Released {
  readonly id: string;
  readonly releasedAt: number;
}

const columns: readonly Column<Released>[] = [
  column('id', 'uuid', ({ id }) => id),
  column('released_at', 'timestamptz', ({ releasedAt }) => storableMs(releasedAt)),
];

/**
 * Makes `history.released` agree with rows that the transaction has just written. The locks of those rows protect its
 * rows too.
 */
export function trackReleased(
  rows: readonly { readonly id: string; readonly state: InvocationState }[],
  findsByKey: boolean,
): Statement[] {
  const released = rows.flatMap(({ id, state: { releasedAt } }) =>
    releasedAt === null ? [] : [{ id, releasedAt }],
  );
  const ids = released.map(({ id }) => id);
  const others = rows.flatMap(({ id, state }) => (state.releasedAt === null ? [id] : []));
  const statements: Statement[] = [];
  if (released.length > 0)
    statements.push({
      ...plannedOnce('insert-released', findsByKey),
      text: `INSERT INTO history.released (invocation_id, released_at, tenant_id, environment)
             SELECT i.id, u.released_at, i.tenant_id, i.environment
               FROM ${rowsOf(columns, 3)} AS u, history.invocations i
              WHERE ${isRowGiven(findsByKey)}
                 ON CONFLICT (invocation_id) DO UPDATE SET released_at = excluded.released_at`,
      values: [...idRange(ids), ...arrays(columns, released)],
    });
  if (others.length > 0)
    statements.push({
      ...plannedOnce('delete-released', findsByKey),
      text: 'DELETE FROM history.released WHERE invocation_id = ANY($1::uuid[])',
      values: [arrayParameter('uuid', others)],
    });
  return statements;
}

/** Invocations above an id that are released since before an instant, lowest id first. */
export async function selectReleasedBefore(
  pool: Pool,
  at: number,
  after: string,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT invocation_id AS id FROM history.released
      WHERE released_at < $1 AND invocation_id > $2 ORDER BY invocation_id LIMIT $3`,
    [instant(at), after, limit],
  );
  return rows;
}

/** How many invocations of a tenant and environment are released. */
export interface ReleasedCount extends TenantScope {
  readonly released: number;
}

/** Counting must stay cheap while a burst is on its way: of more released invocations, some are not counted. */
const MAX_COUNTED = 20_000;

/** Counts released invocations by tenant and environment, in their small table alone. */
export async function countReleased(pool: Pool): Promise<ReleasedCount[]> {
  const { rows } = await pool.query<ReleasedCount>({
    name: 'count-released',
    text: `SELECT tenant_id AS "tenantId", environment, count(*)::integer AS released
             FROM (SELECT tenant_id, environment FROM history.released
                    WHERE tenant_id IS NOT NULL LIMIT ${MAX_COUNTED}) AS counted
            GROUP BY tenant_id, environment`,
  });
  return rows;
}

/** Removes entries of invocations whose rows are gone. @param id the lowest id that is kept */
export async function deleteReleasedBelow(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM history.released WHERE invocation_id < $1', [id]);
}
