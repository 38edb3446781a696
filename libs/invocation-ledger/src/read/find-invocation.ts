import type { Pool, PoolClient } from '@casewire/database';
import type { LedgerScope } from '../ledger-scope.ts';
import { summaryColumns, toSummary, type InvocationSummary, type SummaryRow } from './invocation-view.ts';

/** What is sent to the webhook, exactly. */
export interface InvocationPayload {
  readonly contentType: string | null;
  /** Null where the body could not be rendered, or was lost. */
  readonly body: Buffer | null;
}

/** One invocation; undefined where the scope has no such one. */
export async function findInvocation(
  client: Pick<PoolClient, 'query'>,
  scope: LedgerScope,
  id: string,
): Promise<InvocationSummary | undefined> {
  const { rows } = await client.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM history.invocations
      WHERE id = $1 AND tenant_id = $2 AND environment = $3 AND seq IS NOT NULL`,
    [id, scope.tenantId, scope.environment],
  );
  return rows[0] && toSummary(rows[0]);
}

/** The payload of an invocation that the reader was shown. */
export async function findPayload(pool: Pool, id: string): Promise<InvocationPayload> {
  const { rows } = await pool.query<{ content_type: string | null; body: Buffer | null }>(
    `SELECT headers->>'content-type' AS content_type, body FROM history.invocations WHERE id = $1`,
    [id],
  );
  return { contentType: rows[0]?.content_type ?? null, body: rows[0]?.body ?? null };
}
