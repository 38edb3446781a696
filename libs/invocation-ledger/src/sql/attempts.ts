import {
  aliased,
  arrays,
  column,
  keysetScan,
  names,
  rowsOf,
  toListed,
  type Column,
  type KeysetPage,
  type Listed,
  type Pool,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import { readNextStep, type Attempt, type NextStep } from '@casewire/events';
import { storableMs } from './instants.ts';
import { plannedOnce } from './planning.ts';

/** An attempt as it is recorded, with the next step. */
export interface RecordedAttempt extends Attempt {
  readonly next: NextStep;
  /** The version of the webhook that it was sent by. Absent in records of old processes. */
  readonly webhookVersion?: number;
}

/** An attempt with the invocation and the release it belongs to. */
export interface AttemptRecord extends RecordedAttempt {
  readonly invocationId: string;
  readonly release: number;
  /** Whether its webhook has a rate. It is not stored. */
  readonly rateLimited?: true;
  /** When the receiver asked to be tried again, milliseconds since the epoch. It is not stored. */
  readonly retryAfterAt?: number;
  /** Number of the probe that it was. It is not stored. */
  readonly probe?: number;
}

const columns: readonly Column<AttemptRecord>[] = [
  column('invocation_id', 'uuid', (attempt) => attempt.invocationId),
  column('id', 'uuid', (attempt) => attempt.id),
  column('number', 'integer', (attempt) => attempt.number),
  column('release', 'integer', (attempt) => attempt.release),
  column('started_at', 'timestamptz', (attempt) => storableMs(attempt.startedAt)),
  column('duration_ms', 'real', (attempt) => attempt.durationMs),
  column('outcome', 'text', (attempt) => attempt.outcome),
  column('request', 'json', (attempt) => JSON.stringify(attempt.request)),
  column('response_code', 'integer', (attempt) => attempt.responseCode ?? null),
  column('response_headers', 'json', (attempt) => optionalJson(attempt.responseHeaders)),
  column('response_body', 'text', (attempt) => attempt.responseBody ?? null),
  column('error', 'text', (attempt) => attempt.error ?? null),
  column('next', 'json', (attempt) => JSON.stringify(attempt.next)),
  column('webhook_version', 'integer', (attempt) => attempt.webhookVersion ?? null),
];

const insert = `INSERT INTO history.attempts (${names(columns)}) SELECT * FROM ${rowsOf(columns)} AS u`;

/** Adds attempts none of which is there yet: if one is, PostgreSQL answers with a unique violation. */
export function insertAttempts(attempts: readonly AttemptRecord[], findsByKey: boolean): Statement[] {
  if (attempts.length === 0) return [];
  return [
    {
      ...plannedOnce('insert-attempts', findsByKey),
      text: insert,
      values: arrays(columns, attempts),
    },
  ];
}

/** Adds those attempts that are not there yet. @returns their ids */
export async function insertNewAttempts(
  client: PoolClient,
  attempts: readonly AttemptRecord[],
): Promise<Set<string>> {
  if (attempts.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    `${insert} ON CONFLICT (invocation_id, id) DO NOTHING RETURNING id`,
    arrays(columns, attempts),
  );
  return new Set(rows.map(({ id }) => id));
}

function optionalJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

type Nullable<T> = { readonly [Name in keyof T]-?: Exclude<T[Name], undefined> | null };
type Optional = 'responseCode' | 'responseHeaders' | 'responseBody' | 'error' | 'webhookVersion';
type Row = Omit<RecordedAttempt, Optional | 'startedAt'> &
  Nullable<Pick<RecordedAttempt, Optional>> & { readonly startedAt: Date };

const select = aliased(columns.filter(({ name }) => name !== 'invocation_id' && name !== 'release'));

/** The order of attempts: that in which they began. */
const POSITION = '(started_at, number, id)';

function positionOf(parameter: string): string {
  return `(SELECT started_at, number, id FROM history.attempts WHERE invocation_id = $1 AND id = ${parameter}::uuid)`;
}

/** A page of the attempts of an invocation that the reader was shown; cursors are ids of its attempts. */
export async function listAttempts(
  pool: Pool,
  invocationId: string,
  page: KeysetPage,
): Promise<Listed<RecordedAttempt>> {
  const { above, below, direction } = keysetScan(page);
  const { rows: found } = await pool.query<{ id: string; bytes: number }>(
    `SELECT id, octet_length(attempts::text) AS bytes
       FROM history.attempts
      WHERE invocation_id = $1
        AND ($2::uuid IS NULL OR ${POSITION} > ${positionOf('$2')})
        AND ($3::uuid IS NULL OR ${POSITION} < ${positionOf('$3')})
      ORDER BY started_at ${direction}, number ${direction}, id ${direction}
      LIMIT $4`,
    [invocationId, above ?? null, below ?? null, page.limit + 1],
  );
  const { rows, hasNext } = toListed(found, page, ({ bytes }) => bytes);
  return {
    rows: await selectAttempts(
      pool,
      invocationId,
      rows.map(({ id }) => id),
    ),
    hasNext,
  };
}

/** The parts of the latest attempt that explain what follows. */
export interface LastAttempt extends Pick<
  RecordedAttempt,
  'number' | 'outcome' | 'startedAt' | 'durationMs'
> {
  readonly responseCode: number | null;
  /** What went wrong, in words; null where nothing did, or where the response says it. */
  readonly error: string | null;
  /** Null where this version cannot read it. */
  readonly next: NextStep | null;
}

/** The attempt of an invocation that began last; undefined before the first. */
export async function findLastAttempt(pool: Pool, invocationId: string): Promise<LastAttempt | undefined> {
  const { rows } = await pool.query<
    Omit<LastAttempt, 'startedAt' | 'next'> & { readonly startedAt: Date; readonly next: unknown }
  >(
    `SELECT number, outcome, started_at AS "startedAt", duration_ms AS "durationMs",
            response_code AS "responseCode", error, next
       FROM history.attempts
      WHERE invocation_id = $1
      ORDER BY started_at DESC, number DESC, id DESC
      LIMIT 1`,
    [invocationId],
  );
  return rows.map(({ startedAt, next, ...row }) => ({
    ...row,
    startedAt: Number(startedAt),
    next: readNextStep(next) ?? null,
  }))[0];
}

/** Whether an invocation has an attempt. */
export async function hasAttempt(pool: Pool, invocationId: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT 1 FROM history.attempts WHERE invocation_id = $1 AND id = $2',
    [invocationId, id],
  );
  return rowCount === 1;
}

/** An attempt of an invocation; undefined if it has none with this id. */
export async function findAttempt(
  pool: Pool,
  invocationId: string,
  id: string,
): Promise<RecordedAttempt | undefined> {
  const [attempt] = await selectAttempts(pool, invocationId, [id]);
  return attempt;
}

/** Attempts of an invocation in the order of `ids`. */
async function selectAttempts(
  pool: Pool,
  invocationId: string,
  ids: readonly string[],
): Promise<RecordedAttempt[]> {
  const { rows } = await pool.query<Row>(
    `SELECT ${select}
       FROM history.attempts
      WHERE invocation_id = $1 AND id = ANY ($2::uuid[])
      ORDER BY array_position($2::uuid[], id)`,
    [invocationId, ids],
  );
  return rows.map(toAttempt);
}

function toAttempt(stored: Row): RecordedAttempt {
  const { startedAt, responseCode, responseHeaders, responseBody, error, webhookVersion, ...row } = stored;
  return {
    ...row,
    startedAt: Number(startedAt),
    ...(responseCode !== null && { responseCode }),
    ...(responseHeaders !== null && { responseHeaders }),
    ...(responseBody !== null && { responseBody }),
    ...(error !== null && { error }),
    ...(webhookVersion !== null && { webhookVersion }),
  };
}
