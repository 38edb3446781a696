import {
  arrayParameter,
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type Pool,
  type Statement,
} from '@casewire/database';
import type { RecordHeaders, TopicKey } from '@casewire/events';
import { plannedOnce } from './planning.ts';

/**
 * A record that a transaction promises to Kafka. It is stored as JSON text, which can hold any text: PostgreSQL refuses none
 * of it.
 */
export interface OutboxRecord {
  readonly topic: TopicKey;
  readonly key: string;
  readonly headers: RecordHeaders;
  readonly value: string;
}

/** A record that this process has to send before its lease ends. */
export interface LeasedRecord extends OutboxRecord {
  readonly id: bigint;
}

const columns: readonly Column<OutboxRecord>[] = [
  column('topic', 'text', ({ topic }) => topic),
  column('record', 'json', ({ key, headers, value }) => JSON.stringify({ key, headers, value })),
];

/** Promises records, in the order given. It waits for no other transaction. */
export function insertIntoOutbox(records: readonly OutboxRecord[], findsByKey: boolean): Statement[] {
  if (records.length === 0) return [];
  return [
    {
      ...plannedOnce('insert-into-outbox', findsByKey),
      text: `INSERT INTO history.outbox (${names(columns)}) SELECT * FROM ${rowsOf(columns)} AS u`,
      values: arrays(columns, records),
    },
  ];
}

interface LeasedRow {
  readonly id: string;
  readonly topic: TopicKey;
  readonly record: Omit<OutboxRecord, 'topic'>;
}

/**
 * Leases promised records, the oldest first. It skips those that another process has leased. One whose lease has ended is
 * leased again, so each is sent at least once.
 * @param leaseMs longer than the produce deadline
 */
export async function leaseFromOutbox(pool: Pool, limit: number, leaseMs: number): Promise<LeasedRecord[]> {
  const { rows } = await pool.query<LeasedRow>({
    name: 'lease-from-outbox',
    text: `WITH due AS MATERIALIZED (
             SELECT id FROM history.outbox
              WHERE leased_until <= now()
              ORDER BY id
              LIMIT $1
                FOR UPDATE SKIP LOCKED)
           UPDATE history.outbox o SET leased_until = now() + $2 * interval '1 millisecond'
             FROM due
            WHERE o.id = due.id
        RETURNING o.id, o.topic, o.record`,
    values: [limit, leaseMs],
  });
  return rows
    .map(({ id, topic, record }) => ({ id: BigInt(id), topic, ...record }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Forgets records that the brokers have. */
export async function deleteFromOutbox(pool: Pool, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await pool.query({
    name: 'delete-from-outbox',
    text: 'DELETE FROM history.outbox WHERE id = ANY($1::bigint[])',
    values: [arrayParameter('bigint', ids)],
  });
}

/** A number that reaches this means "at least": counting must stay cheap when there are many. */
const MAX_COUNTED = 10_000;

/** How many promised records the brokers do not have yet. The number stops at 10,000. */
export async function countOutbox(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ promised: number }>({
    name: 'count-outbox',
    text: `SELECT count(*)::integer AS promised FROM (SELECT 1 FROM history.outbox LIMIT ${MAX_COUNTED}) AS promised_rows`,
  });
  return rows[0]?.promised ?? 0;
}
