import { arrayParameter, type Pool, type Statement } from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import { idRange } from './ids.ts';
import { plannedOnce } from './planning.ts';

/** A row as it was found, undefined if it was added, and as the transaction leaves it. */
interface ChangedRow {
  readonly id: string;
  readonly locked: { readonly state: InvocationState } | undefined;
  readonly state: InvocationState;
}

/**
 * Makes `history.failed` agree with rows that the transaction has just written. Their locks protect its rows too, so this
 * waits for nobody. Rows that never fail cost nothing. Hidden ones are left out until they are shown.
 */
export function trackFailed(rows: readonly ChangedRow[], findsByKey: boolean): Statement[] {
  const failed = rows.filter(({ locked, state }) => isFailed(state) && !isSame(locked?.state, state));
  const others = rows.filter(({ locked, state }) => isFailed(locked?.state) && !isFailed(state));
  const statements: Statement[] = [];
  if (failed.length > 0) {
    const ids = failed.map(({ id }) => id);
    statements.push({
      ...plannedOnce('insert-failed', findsByKey),
      text: `INSERT INTO history.failed
                    (invocation_id, tenant_id, environment, webhook_id, event_type, failure, ended_at, has_body)
             SELECT id, tenant_id, environment, webhook_id, event_type, failure, ended_at, body IS NOT NULL
               FROM history.invocations
              WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid
                 ON CONFLICT (invocation_id) DO UPDATE
                SET failure = excluded.failure, ended_at = excluded.ended_at, has_body = excluded.has_body`,
      values: [arrayParameter('uuid', ids), ...idRange(ids)],
    });
  }
  if (others.length > 0)
    statements.push({
      ...plannedOnce('delete-failed', findsByKey),
      text: 'DELETE FROM history.failed WHERE invocation_id = ANY($1::uuid[])',
      values: [
        arrayParameter(
          'uuid',
          others.map(({ id }) => id),
        ),
      ],
    });
  return statements;
}

function isFailed(state: InvocationState | undefined): boolean {
  return state?.status === 'failed' && state.failure !== null && state.complete;
}

function isSame(before: InvocationState | undefined, after: InvocationState): boolean {
  return (
    isFailed(before) &&
    before?.failure === after.failure &&
    before.endedAt === after.endedAt &&
    before.hasBody === after.hasBody
  );
}

/** Removes entries of invocations whose rows are gone. @param id the lowest id that is kept */
export async function deleteFailedBelow(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM history.failed WHERE invocation_id < $1', [id]);
}
