import type { Pool } from '@casewire/database';
import type { Attempt, AttemptOutcome, NextStep } from '@casewire/events';

/** An attempt as it is recorded, and what followed from it. */
export interface RecordedAttempt extends Attempt {
  readonly next: NextStep;
}

interface Row {
  readonly id: string;
  readonly number: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly outcome: AttemptOutcome;
  readonly request: Attempt['request'];
  readonly response_code: number | null;
  readonly response_headers: Record<string, string> | null;
  readonly response_body: string | null;
  readonly error: string | null;
  readonly next: NextStep;
}

/** More than any retry policy makes; attempts by hand beyond it are not shown. */
const MAX_ATTEMPTS = 1000;

/** All attempts of an invocation that the reader was shown, first to last. */
export async function listAttempts(pool: Pool, invocationId: string): Promise<RecordedAttempt[]> {
  const { rows } = await pool.query<Row>(
    `SELECT id, number, started_at, duration_ms, outcome, request, response_code, response_headers, response_body,
            error, next
       FROM history.attempts
      WHERE invocation_id = $1
      ORDER BY started_at, number, id
      LIMIT ${MAX_ATTEMPTS}`,
    [invocationId],
  );
  return rows.map(toAttempt);
}

function toAttempt(row: Row): RecordedAttempt {
  return {
    id: row.id,
    number: row.number,
    startedAt: row.started_at.getTime(),
    durationMs: row.duration_ms,
    outcome: row.outcome,
    request: row.request,
    ...(row.response_code !== null && { responseCode: row.response_code }),
    ...(row.response_headers !== null && { responseHeaders: row.response_headers }),
    ...(row.response_body !== null && { responseBody: row.response_body }),
    ...(row.error !== null && { error: row.error }),
    next: row.next,
  };
}
