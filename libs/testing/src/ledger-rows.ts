import { inTransaction, type Pool, type PoolClient } from '@casewire/database';

/** Copies of an invocation: all that have these ids, or one between. */
export interface CopiedInvocations {
  readonly count: number;
  readonly firstId: string;
  readonly lastId: string;
}

export interface CopyOptions {
  readonly count: number;
  /** When the copies of a scheduled invocation are due, milliseconds since the epoch. Default: when the original is. */
  readonly due?: { readonly firstAt: number; readonly everyMs: number };
}

/** Rows of one transaction. */
const CHUNK = 20_000;
/** Copies whose ids are of the same millisecond: as many events as may be accepted within one. */
const PER_MS = 100;
/** So long before the original, by their ids, copies begin: no others are of that time. */
const BEFORE_MS = 3_600_000;

/**
 * Fills the ledger with copies of an invocation that waits, much faster than events could. The services have written the
 * original, and a copy has each of its columns, save those that tell two invocations apart: so it is what the services
 * write, whatever columns a later version adds. Each copy is of an event of its own, accepted when that of the original
 * was. After many of them, run `VACUUM ANALYZE`, as PostgreSQL does by itself within a minute.
 * @param id of an invocation that is scheduled, or that a hold of its webhook keeps
 * @throws Error if there is no such invocation
 */
export async function copyInvocation(
  pool: Pool,
  id: string,
  { count, due }: CopyOptions,
): Promise<CopiedInvocations> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM history.invocations WHERE id = $1 AND release_state IN ('scheduled', 'held-by-webhook')`,
    [id],
  );
  if (rowCount !== 1) throw new Error(`invocation ${id} neither is scheduled nor held by its webhook`);
  const seqs: bigint[] = [];
  for (let made = 0; made < count; made += CHUNK) {
    const chunk = Math.min(CHUNK, count - made);
    const dueAt = (first: bigint) =>
      due && `to_timestamp((${due.firstAt} + (${made} + copy.seq - ${first}) * ${due.everyMs}) / 1000.0)`;
    seqs.push(...(await inTransaction(pool, (client) => copyChunk(client, id, chunk, dueAt))));
  }
  return { count, firstId: idAt(id, seqs.at(0)), lastId: idAt(id, seqs.at(-1)) };
}

/** The time of the copy whose `seq` is 0, milliseconds since the epoch. UUIDs of version 7 begin with it (RFC 9562, 5.7). */
function startOfCopies(originalId: string): number {
  return parseInt(originalId.slice(0, 13).replace('-', ''), 16) - BEFORE_MS;
}

/** What follows the time in the ids of copies, before their `seq`. */
const middles = { id: '7000-8000', event: '7000-9000', attempt: '7000-a000' } as const;

function idAt(originalId: string, seq = 0n): string {
  const time = BigInt(startOfCopies(originalId)) + seq / BigInt(PER_MS);
  const [start, end] = [time, seq].map((number) => number.toString(16).padStart(12, '0'));
  return `${start?.slice(0, 8)}-${start?.slice(8)}-${middles.id}-${end}`;
}

/** @returns the first and the last `seq` */
async function copyChunk(
  client: PoolClient,
  id: string,
  count: number,
  dueAt: (first: bigint) => string | undefined,
): Promise<[bigint, bigint]> {
  // Like the ledger's own lock, this makes the order of seq the one in which rows become visible.
  await client.query('LOCK TABLE history.invocations IN SHARE ROW EXCLUSIVE MODE');
  const { rows } = await client.query<{ last: string }>(
    `SELECT setval('history.invocation_seq', nextval('history.invocation_seq') + $1 - 1) AS last`,
    [count],
  );
  const last = BigInt(rows[0]?.last ?? 0);
  const first = last - BigInt(count) + 1n;
  const uuid = (middle: string) =>
    `(lpad(to_hex(${startOfCopies(id)} + seq / ${PER_MS}), 12, '0') || '${middle}' || lpad(to_hex(seq), 12, '0'))::uuid`;
  const copies = `SELECT seq, ${uuid(middles.id)} AS id, ${uuid(middles.event)} AS event_uid,
                         ${uuid(middles.attempt)} AS attempt_id
                    FROM generate_series(${first}, ${last}) AS seq`;
  const due = dueAt(first);
  await copyRows(client, id, copies, 'history.invocations', {
    id: 'copy.id',
    seq: 'copy.seq',
    event_uid: 'copy.event_uid',
    event_id: 'copy.event_uid::text',
    ...(due !== undefined && { due_at: due }),
  });
  await copyRows(client, id, copies, 'history.attempts', {
    invocation_id: 'copy.id',
    id: 'copy.attempt_id',
  });
  await copyRows(client, id, copies, 'history.held', { invocation_id: 'copy.id' });
  return [first, last];
}

/**
 * Copies the rows that a table has of an invocation.
 * @param own columns in which copies differ, the column that names the invocation first
 */
async function copyRows(
  client: PoolClient,
  id: string,
  copies: string,
  table: string,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const [key = ''] = Object.keys(own);
  await client.query(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.map((name) => own[name] ?? `original.${name}`).join(', ')}
       FROM ${table} AS original, (${copies}) AS copy
      WHERE original.${key} = $1`,
    [id],
  );
}
