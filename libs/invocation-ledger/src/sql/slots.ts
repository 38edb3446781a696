import { arrayParameter, type Pool, type PoolClient, type Statement } from '@casewire/database';
import { idRange } from './ids.ts';
import { isRowGiven, plannedOnce } from './planning.ts';

/** Ordered invocations of a webhook that have the same key share a slot: one of them at a time is released. */
export interface SlotKey {
  readonly webhookId: string;
  readonly orderingKey: string;
}

/** The key of a slot in maps. */
export function slotName({ webhookId, orderingKey }: SlotKey): string {
  return `${webhookId}\n${orderingKey}`;
}

const selectKey = 'webhook_id AS "webhookId", ordering_key AS "orderingKey"';

/** The slots as two arrays, for `unnest`. */
function slotArrays(keys: readonly SlotKey[]): [string[], string[]] {
  return [keys.map(({ webhookId }) => webhookId), keys.map(({ orderingKey }) => orderingKey)];
}

/** The current invocation of a slot, read without a lock; undefined if there is none. */
export async function selectCurrent(
  client: PoolClient,
  { webhookId, orderingKey }: SlotKey,
): Promise<string | undefined> {
  const { rows } = await client.query<{ current_id: string | null }>(
    'SELECT current_id FROM history.slots WHERE webhook_id = $1 AND ordering_key = $2',
    [webhookId, orderingKey],
  );
  return rows[0]?.current_id ?? undefined;
}

/** The current invocation of a slot, for others that wait for it. */
export interface SlotHolder {
  readonly id: string;
  /** It has failed, and keeps the slot until somebody retries or cancels it. */
  readonly isBlocking: boolean;
}

/** The current invocation of the slot that an invocation shares; undefined if it has none, or is the current one itself. */
export async function findHolder(pool: Pool, invocationId: string): Promise<SlotHolder | undefined> {
  const { rows } = await pool.query<SlotHolder>(
    `SELECT s.current_id AS id,
            EXISTS (SELECT 1 FROM history.blocking WHERE invocation_id = s.current_id) AS "isBlocking"
       FROM history.invocations i
       JOIN history.slots s ON s.webhook_id = i.webhook_id AND s.ordering_key = i.ordering_key
      WHERE i.id = $1 AND s.current_id <> i.id`,
    [invocationId],
  );
  return rows[0];
}

/** Pages of `history.slots` that one look for idle slots reads: about 10,000 slots. */
const LOOKED_AT_PAGES = 200;

/**
 * Slots whose current invocation has ended, waits in the queue, or has no row. Of a large table it looks at some pages by
 * chance, other ones at each call, so that a backlog of many subjects costs little while it waits.
 */
export async function selectIdleSlots(pool: Pool, limit: number): Promise<SlotKey[]> {
  const { rows } = await pool.query<SlotKey>(
    // The limit within makes PostgreSQL look up each row by its key, whatever it believes about the size of the tables.
    `SELECT s.webhook_id AS "webhookId", s.ordering_key AS "orderingKey"
       FROM history.slots AS s
            TABLESAMPLE SYSTEM (least(100, 100.0 * ${LOOKED_AT_PAGES} / greatest(1, (
              SELECT pg_relation_size('history.slots') / current_setting('block_size')::int))))
       LEFT JOIN LATERAL (
         SELECT release_state FROM history.invocations WHERE id = s.current_id LIMIT 1
       ) AS i ON true
      WHERE i.release_state IS NULL OR i.release_state = 'held'
      LIMIT $1`,
    [limit],
  );
  return rows;
}

/**
 * Locks slots, always in the same order, and adds those that are missing: the slots named, and those of invocations. The
 * invocations are read without a lock, since an ordering key, once written, does not change.
 */
export async function lockSlots(
  client: PoolClient,
  keys: readonly SlotKey[],
  invocationIds: readonly string[],
  findsByKey: boolean,
): Promise<SlotOccupation[]> {
  if (keys.length + invocationIds.length === 0) return [];
  const { rows } = await client.query<SlotOccupation>({
    ...plannedOnce('lock-slots', findsByKey),
    // Materialized: PostgreSQL might else read a whole index that has the wanted order.
    text: `WITH known AS MATERIALIZED (
             SELECT webhook_id, ordering_key
               FROM history.invocations
              WHERE id = ANY($3::uuid[]) AND id BETWEEN $4::uuid AND $5::uuid AND ordering_key IS NOT NULL
           )
           INSERT INTO history.slots (webhook_id, ordering_key)
           SELECT * FROM unnest($1::text[], $2::text[])
            UNION
           SELECT * FROM known
            ORDER BY 1, 2
               ON CONFLICT (webhook_id, ordering_key) DO UPDATE SET current_id = slots.current_id
           RETURNING ${selectKey}, current_id AS "currentId"`,
    values: [...slotArrays(keys), arrayParameter('uuid', invocationIds), ...idRange(invocationIds)],
  });
  return rows;
}

export interface SlotOccupation extends SlotKey {
  readonly currentId: string | null;
}

/** Writes the current invocation of locked slots, and removes slots that have none. */
export function writeSlots(slots: readonly SlotOccupation[]): Statement[] {
  const taken = slots.filter(({ currentId }) => currentId !== null);
  const empty = slots.filter(({ currentId }) => currentId === null);
  const statements: Statement[] = [];
  if (taken.length > 0)
    statements.push({
      text: `UPDATE history.slots s SET current_id = u.current_id
               FROM unnest($1::text[], $2::text[], $3::uuid[]) AS u(webhook_id, ordering_key, current_id)
              WHERE s.webhook_id = u.webhook_id AND s.ordering_key = u.ordering_key`,
      values: [...slotArrays(taken), taken.map(({ currentId }) => currentId)],
    });
  if (empty.length > 0)
    statements.push({
      text: `DELETE FROM history.slots s USING unnest($1::text[], $2::text[]) AS u(webhook_id, ordering_key)
              WHERE s.webhook_id = u.webhook_id AND s.ordering_key = u.ordering_key`,
      values: slotArrays(empty),
    });
  return statements;
}

/** An invocation in the queue of a slot. */
export interface SlotWaiter {
  readonly id: string;
  readonly seq: bigint;
}

/** A place in the queue of a locked slot. */
export interface SlotPlace extends SlotKey {
  readonly seq: bigint;
}

/** The first invocation in the queue of each slot, by `slotName`; slots with an empty queue are missing. */
export async function selectFirstWaiters(
  client: PoolClient,
  keys: readonly SlotKey[],
): Promise<Map<string, SlotWaiter>> {
  const { rows } = await client.query<SlotKey & { readonly seq: string; readonly id: string }>(
    `SELECT ${selectKey}, w.seq, w.id
       FROM unnest($1::text[], $2::text[]) AS u(webhook_id, ordering_key),
            LATERAL (SELECT seq, invocation_id AS id FROM history.slot_waiters w
                      WHERE w.webhook_id = u.webhook_id AND w.ordering_key = u.ordering_key
                      ORDER BY seq LIMIT 1) w`,
    slotArrays(keys),
  );
  return new Map(rows.map(({ id, seq, ...key }) => [slotName(key), { id, seq: BigInt(seq) }]));
}

/** An invocation that begins to wait for a slot. */
export interface NewSlotWaiter extends SlotKey {
  readonly id: string;
}

/** Adds invocations to the queues of locked slots, each at its `seq`. Hidden ones, which have none, are left out. */
export function insertSlotWaiters(waiters: readonly NewSlotWaiter[], findsByKey: boolean): Statement[] {
  if (waiters.length === 0) return [];
  const ids = waiters.map(({ id }) => id);
  return [
    {
      ...plannedOnce('insert-slot-waiters', findsByKey),
      text: `INSERT INTO history.slot_waiters (webhook_id, ordering_key, seq, invocation_id)
             SELECT u.webhook_id, u.ordering_key, i.seq, i.id
               FROM unnest($3::uuid[], $4::text[], $5::text[]) AS u(id, webhook_id, ordering_key),
                    history.invocations i
              WHERE ${isRowGiven(findsByKey)} AND i.seq IS NOT NULL
                 ON CONFLICT DO NOTHING`,
      values: [...idRange(ids), ids, ...slotArrays(waiters)],
    },
  ];
}

/** Invocations of a webhook in the queues of its slots whose ids are below one. */
export async function selectWaitersBefore(
  pool: Pool,
  webhookId: string,
  id: string,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT invocation_id AS id FROM history.slot_waiters
      WHERE webhook_id = $1 AND invocation_id < $2 LIMIT $3`,
    [webhookId, id, limit],
  );
  return rows;
}

export async function deleteSlotWaiters(client: PoolClient, places: readonly SlotPlace[]): Promise<void> {
  if (places.length === 0) return;
  await client.query(
    `DELETE FROM history.slot_waiters w
      USING unnest($1::text[], $2::text[], $3::bigint[]) AS u(webhook_id, ordering_key, seq)
      WHERE w.webhook_id = u.webhook_id AND w.ordering_key = u.ordering_key AND w.seq = u.seq`,
    [...slotArrays(places), places.map(({ seq }) => String(seq))],
  );
}
