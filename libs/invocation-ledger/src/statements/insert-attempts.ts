import type { PoolClient } from '@casewire/database';
import type { Attempt, NextStep } from '@casewire/events';
import { arrays, instant, names, parameters, type Column } from './column-arrays.ts';

/** One HTTP attempt of an invocation, with the release it belongs to and what followed from it. */
export interface AttemptRecord extends Attempt {
  readonly invocationId: string;
  readonly release: number;
  readonly next: NextStep;
}

const columns: readonly Column<AttemptRecord>[] = [
  { name: 'invocation_id', type: 'uuid', value: (attempt) => attempt.invocationId },
  { name: 'id', type: 'uuid', value: (attempt) => attempt.id },
  { name: 'number', type: 'integer', value: (attempt) => attempt.number },
  { name: 'release', type: 'integer', value: (attempt) => attempt.release },
  { name: 'started_at', type: 'timestamptz', value: (attempt) => instant(attempt.startedAt) },
  { name: 'duration_ms', type: 'real', value: (attempt) => attempt.durationMs },
  { name: 'outcome', type: 'text', value: (attempt) => attempt.outcome },
  { name: 'request', type: 'json', value: (attempt) => JSON.stringify(attempt.request) },
  { name: 'response_code', type: 'integer', value: (attempt) => attempt.responseCode ?? null },
  { name: 'response_headers', type: 'json', value: (attempt) => optionalJson(attempt.responseHeaders) },
  { name: 'response_body', type: 'text', value: (attempt) => attempt.responseBody ?? null },
  { name: 'error', type: 'text', value: (attempt) => attempt.error ?? null },
  { name: 'next', type: 'json', value: (attempt) => JSON.stringify(attempt.next) },
];

/** @returns ids of the attempts that were not there yet */
export async function insertAttempts(
  client: PoolClient,
  attempts: readonly AttemptRecord[],
): Promise<Set<string>> {
  if (attempts.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO history.attempts (${names(columns)})
     SELECT * FROM unnest(${parameters(columns)})
     ON CONFLICT (invocation_id, id) DO NOTHING
     RETURNING id`,
    arrays(columns, attempts),
  );
  return new Set(rows.map(({ id }) => id));
}

function optionalJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
