import { createPool, type Pool } from '@casewire/database';
import type { AnswerOf } from '@casewire/client';
import type { Tenant } from '@casewire/testing';

/** A tenant whose statistics are compared. */
export interface CountedStream {
  readonly stream: { readonly name: string };
  readonly tenant: Tenant;
}

type Statistics = AnswerOf<'get', '/v1/statistics'>;

/** What statistics tell of a period. */
export type Totals = Statistics['total'];

/** What the rows of the ledger say. Durations are milliseconds. */
export interface Counted {
  readonly attempts: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  readonly attemptMs: Percentiles | null;
  readonly acceptedToDeliveredMs: Percentiles | null;
}

interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Longer than a run. */
const PERIOD_MS = 12 * 3_600_000;

/** The bounds of buckets are so far apart. */
const BUCKET = Math.SQRT2;

/** Percentiles are told with one digit, and durations are stored with seven. */
const ROUNDING_MS = 0.06;

/** Where the statistics of streams differ from their ledger, one line each. */
export async function findMiscounts(
  databaseUrl: string,
  counted: readonly CountedStream[],
): Promise<string[]> {
  const pool = createPool({ url: databaseUrl, applicationName: 'faults', poolSize: 1 });
  try {
    const found: string[] = [];
    for (const { stream, tenant } of counted) {
      const { data } = await tenant.api.client.GET('/v1/statistics', {
        params: { query: { step: '1h', from: new Date(Date.now() - PERIOD_MS).toISOString() } },
      });
      const differences = differencesOf(data.total, await countRows(pool, tenant.id));
      found.push(...differences.map((difference) => `statistics of ${stream.name}: ${difference}`));
    }
    return found;
  } finally {
    await pool.end();
  }
}

/** How totals differ from what was counted; empty if they agree, percentiles up to one bucket. */
export function differencesOf(told: Totals, counted: Counted): string[] {
  return [
    ...differentCounts('attempts', told.attempts, counted.attempts),
    ...differentCounts('ended', told.ended, counted.ended),
    ...differentPercentiles('attemptMs', told.attemptMs, counted.attemptMs),
    ...differentPercentiles(
      'acceptedToDeliveredMs',
      told.acceptedToDeliveredMs,
      counted.acceptedToDeliveredMs,
    ),
  ];
}

type Counts = Readonly<Record<string, number>>;

function differentCounts(what: string, told: Counts, counted: Counts): string[] {
  return Object.keys({ ...told, ...counted }).flatMap((name) => {
    const [one, other] = [told[name] ?? 0, counted[name] ?? 0];
    return one === other ? [] : [`${what} has ${one} ${name}, the ledger ${other}`];
  });
}

function differentPercentiles(
  what: string,
  told: Totals['attemptMs'],
  counted: Percentiles | null,
): string[] {
  if (told === null || counted === null)
    return told === counted
      ? []
      : [`${what} is ${told === null ? 'null' : 'told'}, other than in the ledger`];
  return (['p50', 'p95', 'p99'] as const).flatMap((name) => {
    // The first bucket ends at 1 ms, and holds whatever took less.
    const exact = Math.max(counted[name], 1);
    const isNear = told[name] > exact / BUCKET - ROUNDING_MS && told[name] < exact * BUCKET + ROUNDING_MS;
    return isNear ? [] : [`${what} has the ${name} ${told[name]} ms, the ledger ${exact} ms`];
  });
}

/** Counts the rows of a tenant without anything that statistics are made of. */
async function countRows(pool: Pool, tenantId: string): Promise<Counted> {
  const countBy = async (sql: string): Promise<Counts> => {
    const { rows } = await pool.query<{ name: string; count: number }>(sql, [tenantId]);
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  };
  const percentilesOf = async (sql: string): Promise<Percentiles | null> => {
    const { rows } = await pool.query<{ found: number[] | null }>(
      `SELECT percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ms) AS found FROM (${sql}) AS timed`,
      [tenantId],
    );
    const [p50, p95, p99] = rows[0]?.found ?? [];
    return p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 };
  };
  const attempts = `history.attempts a JOIN history.invocations i ON i.id = a.invocation_id WHERE i.tenant_id = $1`;
  return {
    attempts: await countBy(
      `SELECT CASE WHEN a.outcome <> 'rejected' THEN a.outcome
                   WHEN a.response_code BETWEEN 200 AND 599 THEN 'http-' || a.response_code / 100 || 'xx'
                   ELSE 'http-other' END AS name, count(*)::integer AS count
         FROM ${attempts} GROUP BY 1`,
    ),
    ended: await countBy(
      `SELECT status AS name, count(*)::integer AS count
         FROM history.invocations WHERE tenant_id = $1 AND status <> 'pending' GROUP BY 1`,
    ),
    attemptMs: await percentilesOf(`SELECT a.duration_ms::float8 AS ms FROM ${attempts}`),
    acceptedToDeliveredMs: await percentilesOf(
      `SELECT (extract(epoch FROM ended_at - accepted_at) * 1000)::float8 AS ms
         FROM history.invocations WHERE tenant_id = $1 AND status = 'delivered'`,
    ),
  };
}
