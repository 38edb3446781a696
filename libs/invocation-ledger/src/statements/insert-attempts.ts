import { arrays, column, names, rowsOf, type Column, type PoolClient } from '@casewire/database';
import type { Attempt, NextStep } from '@casewire/events';
import { storableMs } from './instant.ts';

/** One HTTP attempt of an invocation, with the release it belongs to and what followed from it. */
export interface AttemptRecord extends Attempt {
  readonly invocationId: string;
  readonly release: number;
  readonly next: NextStep;
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
];

const insert = `INSERT INTO history.attempts (${names(columns)}) SELECT * FROM ${rowsOf(columns)} AS u`;

/**
 * Adds attempts none of which is there yet.
 * @returns their ids
 * @throws a unique violation if one is
 */
export async function insertAttempts(
  client: PoolClient,
  attempts: readonly AttemptRecord[],
): Promise<Set<string>> {
  if (attempts.length > 0) await client.query(insert, arrays(columns, attempts));
  return new Set(attempts.map(({ id }) => id));
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
