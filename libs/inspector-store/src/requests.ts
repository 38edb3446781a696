import {
  inTransaction,
  keysetScan,
  toListed,
  type KeysetPage,
  type Listed,
  type Pool,
} from '@casewire/database';

/** A request that an inspector has got. */
export interface InspectedRequest {
  /** Time-ordered. */
  readonly id: string;
  readonly arrivedAt: Date;
  readonly webhookId: string;
  readonly invocationId: string;
  readonly attempt: number;
  /** Null of requests that a process of the version before has stored. */
  readonly eventType: string | null;
  /** Whether its headers hold texts of the event. */
  readonly isFilled: boolean;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** In the order in which they arrived, without secrets. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What is kept of the body. */
  readonly body: Buffer;
  /** Size of the whole body. */
  readonly bodyBytes: number;
  /** The scheme by which the webhook signs. */
  readonly scheme: string;
  /** The check of the signature that failed; null for a genuine request. */
  readonly failure: string | null;
  /** The status of the answer. */
  readonly answered: number;
}

const STORE = `
  WITH stored AS (
    INSERT INTO inspector.requests
      (id, inspector_id, arrived_at, webhook_id, invocation_id, attempt, method, target, headers, body, body_bytes,
       scheme, failure, answered, event_type, filled)
    VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  )
  DELETE FROM inspector.requests
   WHERE id IN (
     SELECT id FROM inspector.requests WHERE inspector_id = $1 ORDER BY id DESC OFFSET $17)`;

/**
 * Stores a request in the place of the oldest one, if the inspector has as many as it may have.
 * @param keep how many it may have
 * @returns false where the inspector is gone
 */
export function storeRequest(
  pool: Pool,
  inspectorId: string,
  request: InspectedRequest,
  keep: number,
): Promise<boolean> {
  // One after the other: of two at once, neither would see the other one, and both would stay.
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'SELECT FROM inspector.inspectors WHERE id = $1 AND expires_at > now() FOR NO KEY UPDATE',
      [inspectorId],
    );
    if (rowCount === 0) return false;
    await client.query(STORE, [
      inspectorId,
      request.id,
      request.arrivedAt,
      request.webhookId,
      request.invocationId,
      request.attempt,
      request.method,
      request.target,
      JSON.stringify(request.headers),
      request.body,
      request.bodyBytes,
      request.scheme,
      request.failure,
      request.answered,
      request.eventType,
      request.isFilled,
      // The statement does not see the row that it inserts.
      keep - 1,
    ]);
    return true;
  });
}

const COLUMNS = `request.id, arrived_at AS "arrivedAt", webhook_id AS "webhookId", invocation_id AS "invocationId", attempt,
  event_type AS "eventType", filled AS "isFilled", method, target, headers, body, body_bytes AS "bodyBytes", scheme, failure,
  answered`;

/** A request to an inspector of a tenant; undefined if it has none with this id. */
export async function findRequest(
  pool: Pool,
  tenantId: string,
  id: string,
): Promise<InspectedRequest | undefined> {
  const { rows } = await pool.query<InspectedRequest>(
    `SELECT ${COLUMNS}
       FROM inspector.requests AS request JOIN inspector.inspectors AS inspector ON inspector.id = inspector_id
      WHERE request.id = $1 AND tenant_id = $2 AND expires_at > now()`,
    [id, tenantId],
  );
  return rows[0];
}

const KEYS = `SELECT id, octet_length(body) + octet_length(headers::text) AS bytes FROM inspector.requests`;

/** A page of an inspector's requests, up to the bytes that a page may have. */
export async function listRequests(
  pool: Pool,
  inspectorId: string,
  page: KeysetPage,
): Promise<Listed<InspectedRequest>> {
  const { above, below, direction } = keysetScan(page);
  const found = await pool.query<{ readonly id: string; readonly bytes: number }>(
    `${KEYS} WHERE inspector_id = $1 AND ($2::uuid IS NULL OR id > $2) AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id ${direction} LIMIT $4`,
    [inspectorId, above ?? null, below ?? null, page.limit + 1],
  );
  const { rows: keys, hasNext } = toListed(found.rows, page, ({ bytes }) => bytes);
  const { rows } = await pool.query<InspectedRequest>(
    `SELECT ${COLUMNS} FROM inspector.requests AS request WHERE id = ANY ($1::uuid[])`,
    [keys.map(({ id }) => id)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { rows: keys.flatMap(({ id }) => byId.get(id) ?? []), hasNext };
}
