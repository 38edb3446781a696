import { sqlState, storableText, type PoolClient } from '@casewire/database';
import type { AttemptRecord } from '../sql/attempts.ts';
import type { SeenFailures } from '../sql/failure-groups.ts';
import type { NewInvocation } from '../sql/invocations.ts';
import type { StatisticsAddition } from '../sql/statistics.ts';

/** True if PostgreSQL refused the content of a row: class 22 (data exception) or 54 (program limit exceeded). */
export function isDataRefusal(error: unknown): boolean {
  return /^(22|54)/.test(sqlState(error) ?? '');
}

/**
 * Runs a statement over rows of which PostgreSQL refuses some for their content. It halves them until each refused
 * row stands alone, and writes that row as `storable` makes it. Each part costs a savepoint, so this is only for batches
 * that failed before.
 * @returns the statement's result for each part that was written, in the order of the rows
 * @throws the refusal of a row that is refused even so
 */
export async function bisected<Row, Result>(
  client: PoolClient,
  rows: readonly Row[],
  statement: (client: PoolClient, rows: readonly Row[]) => Promise<Result>,
  storable: (row: Row) => Row,
): Promise<Result[]> {
  if (rows.length === 0) return [];
  await client.query('SAVEPOINT part');
  try {
    const result = await statement(client, rows);
    await client.query('RELEASE SAVEPOINT part');
    return [result];
  } catch (error) {
    if (!isDataRefusal(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT part');
  }
  if (rows.length === 1) return [await statement(client, rows.map(storable))];
  const middle = Math.ceil(rows.length / 2);
  return [
    ...(await bisected(client, rows.slice(0, middle), statement, storable)),
    ...(await bisected(client, rows.slice(middle), statement, storable)),
  ];
}

/** A day: longer than any deadline, and a value that the column can hold. */
const MAX_DURATION_MS = 86_400_000;

/** The attempt without texts of the receiver or the network, and with texts that PostgreSQL stores. */
export function storableAttempt(attempt: AttemptRecord): AttemptRecord {
  const { responseBody: _body, responseHeaders: _headers, error: _error, ...kept } = attempt;
  return storableTexts({ ...kept, durationMs: Math.min(attempt.durationMs, MAX_DURATION_MS) });
}

/** The invocation with texts that PostgreSQL stores. Its body is bytes, which PostgreSQL never refuses. */
export function storableInvocation({ content, state }: NewInvocation): NewInvocation {
  const { body, ...texts } = content;
  return { content: { ...storableTexts(texts), body }, state: storableTexts(state) };
}

/** The addition with texts that PostgreSQL stores. */
export function storableAddition({ counts, ...texts }: StatisticsAddition): StatisticsAddition {
  return { ...storableTexts(texts), counts };
}

/** The failures with texts that PostgreSQL stores. */
export function storableFailures({ hours, ...texts }: SeenFailures): SeenFailures {
  return { ...storableTexts(texts), hours };
}

/** Makes every text in a value storable. */
function storableTexts<T>(value: T): T {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
  return JSON.parse(text) as T;
}
