import {
  arrayParameter,
  arrays,
  column,
  isUniqueViolation,
  rowsOf,
  withPartitions,
  type Column,
  type Pool,
  type Queryable,
} from '@casewire/database';
import { CLAIM_WEEKS_KEPT, ensureEventPartitions } from './event-partitions.ts';

/** Times of acceptance by the hash of the identity in hex, milliseconds since the epoch. */
export type AcceptanceTimes = ReadonlyMap<string, number>;

/** An identity of which an event came over HTTP, before its record is written. */
export interface ReservationRequest {
  readonly identity: Buffer;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
}

interface ClaimRow {
  identity: Buffer;
  accepted_at_ms: string;
}

/** The week of an instant, as SQL. */
export function weekOf(instant: string): string {
  return `floor(extract(epoch FROM ${instant}) / 604800)::int`;
}

/** Milliseconds since the epoch of an instant, as SQL. */
export function milliseconds(instant: string): string {
  return `(extract(epoch FROM ${instant}) * 1000)::bigint`;
}

/** The claims of the identities in the first parameter, as SQL. */
export const KNOWN_CLAIMS = `
  SELECT week, identity, accepted_at, topic, partition, "offset"
  FROM ingestion.claims
  WHERE identity = ANY ($1::bytea[]) AND week >= ${weekOf('now()')} - ${CLAIM_WEEKS_KEPT}`;

const FIND = `SELECT identity, ${milliseconds('accepted_at')} AS accepted_at_ms FROM (${KNOWN_CLAIMS}) AS known`;

/** The topic of a reservation: no record owns the identity yet. */
export const RESERVED = `''`;

const columns: readonly Column<ReservationRequest>[] = [
  column('identity', 'bytea', ({ identity }) => identity),
  column('accepted_at_ms', 'double precision', ({ acceptedAt }) => acceptedAt),
];

/**
 * Does not wait for the disk: if the reservation is lost in a crash, the record has the time in its receipt, and claims
 * it.
 */
const RESERVE = `
  WITH setting AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)
  ), request AS (
    SELECT identity, date_trunc('milliseconds', to_timestamp(accepted_at_ms / 1000.0)) AS accepted_at
    FROM setting, ${rowsOf(columns)} AS r
  ), known AS (${KNOWN_CLAIMS}
  ), fresh AS (
    INSERT INTO ingestion.claims AS c (week, identity, accepted_at, topic, partition, "offset")
    SELECT ${weekOf('accepted_at')}, identity, accepted_at, ${RESERVED}, -1, -1
    FROM request
    WHERE NOT EXISTS (SELECT FROM known WHERE known.identity = request.identity)
    RETURNING c.identity, c.accepted_at
  )
  SELECT identity, ${milliseconds('accepted_at')} AS accepted_at_ms
  FROM (SELECT identity, accepted_at FROM known UNION ALL SELECT * FROM fresh) AS claim`;

/**
 * Fixes the times of acceptance of events that came over HTTP, before their records are written: of requests that race
 * with the same event, all get the first one's time. The first record of the event that is processed takes the
 * reservation over.
 */
export async function reserveClaims(
  pool: Pool,
  requests: readonly ReservationRequest[],
): Promise<AcceptanceTimes> {
  if (requests.length === 0) return new Map();
  const firsts = firstOfEachIdentity(requests);
  return withClaimWeeks(pool, firsts, () =>
    lookAgainWhereOthersClaimed(async () => {
      const values = arrays(columns, firsts);
      return acceptanceTimes(
        (await pool.query<ClaimRow>({ name: 'reserve-claims', text: RESERVE, values })).rows,
      );
    }),
  );
}

/** Acceptance times of those identities that are claimed. */
export async function findClaims(pool: Pool, identities: readonly Buffer[]): Promise<AcceptanceTimes> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'find-claims',
    text: FIND,
    values: [arrayParameter('bytea', identities)],
  });
  return acceptanceTimes(rows);
}

function acceptanceTimes(rows: readonly ClaimRow[]): AcceptanceTimes {
  return new Map(rows.map((row) => [row.identity.toString('hex'), Number(row.accepted_at_ms)]));
}

/** Does work that claims identities, and makes the partitions of their times if they are missing. */
export function withClaimWeeks<T>(
  client: Queryable,
  requests: readonly { readonly acceptedAt?: number }[],
  work: () => Promise<T>,
): Promise<T> {
  const instants = requests.map(({ acceptedAt }) => acceptedAt ?? Date.now());
  return withPartitions(instants, (day: Date) => ensureEventPartitions(client, day), work);
}

/** In the order of identities, so that no two batches that claim the same ones wait for each other. */
export function firstOfEachIdentity<T extends { readonly identity: Buffer }>(requests: readonly T[]): T[] {
  const firsts = new Map<string, T>();
  for (const request of requests) {
    const identity = request.identity.toString('hex');
    if (!firsts.has(identity)) firsts.set(identity, request);
  }
  return [...firsts.values()].sort((one, other) => one.identity.compare(other.identity));
}

/** Each look-up finds the claims that other processes made since the one before it. */
const MAX_LOOK_UPS = 10;

/**
 * Runs work that claims identities, and runs it again while other processes interfere: one of them claimed an identity
 * since the look-up (unique violation), or took a reservation (undefined).
 * @param work is told whether it runs again
 */
export async function lookAgainWhereOthersClaimed<T>(
  work: (isRepeated: boolean) => Promise<T | undefined>,
): Promise<T> {
  for (let lookUps = 1; ; lookUps++) {
    try {
      const result = await work(lookUps > 1);
      if (result !== undefined) return result;
      if (lookUps === MAX_LOOK_UPS) throw new Error('a reservation is neither free nor owned');
    } catch (error) {
      if (!isUniqueViolation(error) || lookUps === MAX_LOOK_UPS) throw error;
    }
  }
}
