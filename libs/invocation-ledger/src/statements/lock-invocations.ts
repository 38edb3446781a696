import { arrayParameter, type PoolClient } from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import { idRange } from './id-range.ts';
import { selectState, toState, type StateRow } from './state-columns.ts';

/** An invocation as a transaction that has locked it sees it. */
export interface LockedInvocation {
  readonly id: string;
  readonly tenantId: string;
  readonly webhookId: string;
  /** Null while it is hidden. */
  readonly seq: bigint | null;
  readonly state: InvocationState;
}

interface Row extends StateRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly webhook_id: string;
}

/** Locks those that exist, lowest id first, and reads their states. */
export async function lockInvocations(
  client: PoolClient,
  ids: readonly string[],
): Promise<Map<string, LockedInvocation>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<Row>(
    `SELECT i.id, i.tenant_id, i.webhook_id, ${selectState}
       FROM history.invocations i
      WHERE i.id = ANY($1::uuid[]) AND i.id BETWEEN $2::uuid AND $3::uuid
      ORDER BY i.id
        FOR UPDATE`,
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return new Map(rows.map((row) => [row.id, toLocked(row)]));
}

function toLocked(row: Row): LockedInvocation {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    webhookId: row.webhook_id,
    seq: row.seq === null ? null : BigInt(row.seq),
    state: toState(row),
  };
}
