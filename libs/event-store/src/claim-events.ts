import {
  arrayParameter,
  arrays,
  column,
  isUniqueViolation,
  rowsOf,
  withPartitions,
  type Column,
  type Pool,
} from '@casewire/database';
import { CLAIM_WEEKS_KEPT, ensureEventPartitions } from './event-partitions.ts';

/** Times of acceptance by the hash of the identity in hex, milliseconds since the epoch. */
export type AcceptanceTimes = ReadonlyMap<string, number>;

/** Where a record stands in Kafka. */
export interface RecordOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** An identity of which an event came over HTTP, before its record is written. */
export interface ReservationRequest {
  readonly identity: Buffer;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
}

/** A record that claims the identity of its event. */
export interface ClaimRequest {
  /** `identityHash` of the event. */
  readonly identity: Buffer;
  readonly origin: RecordOrigin;
  /** When it was accepted over HTTP, milliseconds since the epoch; default: now, by the database's clock. */
  readonly acceptedAt?: number;
}

/**
 * The answer to a request. `owner`: the record is the first of its event, read now or again after a crash. `duplicate`:
 * another record of the same event was first.
 */
export interface Claim {
  readonly kind: 'owner' | 'duplicate';
  /** First acceptance, milliseconds since the epoch. */
  readonly acceptedAt: number;
}

interface ClaimRow {
  identity: Buffer;
  accepted_at_ms: string;
  topic: string;
  partition: number;
  offset: string;
}

const FIND = `
  SELECT identity, (extract(epoch FROM accepted_at) * 1000)::bigint AS accepted_at_ms, topic, partition, "offset"
  FROM ingestion.claims
  WHERE identity = ANY ($1::bytea[]) AND week >= floor(extract(epoch FROM now()) / 604800)::int - ${CLAIM_WEEKS_KEPT}`;

const columns: readonly Column<ClaimRequest>[] = [
  column('identity', 'bytea', ({ identity }) => identity),
  column('topic', 'text', ({ origin }) => origin.topic),
  column('partition', 'integer', ({ origin }) => origin.partition),
  column('"offset"', 'bigint', ({ origin }) => origin.offset),
  column('accepted_at_ms', 'double precision', ({ acceptedAt }) => acceptedAt ?? null),
];

const CLAIM = `
  WITH request AS (
    SELECT identity, topic, partition, "offset",
      date_trunc('milliseconds', coalesce(to_timestamp(accepted_at_ms / 1000.0), now())) AS accepted_at
    FROM ${rowsOf(columns)} AS r
  ), known AS (${FIND}
  ), fresh AS (
    INSERT INTO ingestion.claims AS c (week, identity, accepted_at, topic, partition, "offset")
    SELECT floor(extract(epoch FROM accepted_at) / 604800)::int, identity, accepted_at, topic, partition, "offset"
    FROM request
    WHERE NOT EXISTS (SELECT FROM known WHERE known.identity = request.identity)
    RETURNING c.identity, (extract(epoch FROM c.accepted_at) * 1000)::bigint AS accepted_at_ms, c.topic, c.partition, c."offset"
  )
  SELECT * FROM known UNION ALL SELECT * FROM fresh`;

/** The origin of a reservation: no record owns the identity yet. */
const RESERVED = "'', -1, -1";

const reservationColumns: readonly Column<ReservationRequest>[] = [
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
    FROM setting, ${rowsOf(reservationColumns)} AS r
  ), known AS (${FIND}
  ), fresh AS (
    INSERT INTO ingestion.claims AS c (week, identity, accepted_at, topic, partition, "offset")
    SELECT floor(extract(epoch FROM accepted_at) / 604800)::int, identity, accepted_at, ${RESERVED}
    FROM request
    WHERE NOT EXISTS (SELECT FROM known WHERE known.identity = request.identity)
    RETURNING c.identity, (extract(epoch FROM c.accepted_at) * 1000)::bigint AS accepted_at_ms
  )
  SELECT identity, accepted_at_ms FROM known UNION ALL SELECT * FROM fresh`;

/** Gives reserved identities to records. Rows are locked in the order of their identities, so no two batches deadlock. */
const TAKE = `
  WITH request AS (SELECT * FROM ${rowsOf(columns)} AS r
  ), free AS (
    SELECT c.week, c.identity FROM ingestion.claims c
    WHERE c.identity = ANY ($1::bytea[]) AND c.topic = ''
    ORDER BY c.identity FOR UPDATE
  )
  UPDATE ingestion.claims AS c SET topic = request.topic, partition = request.partition, "offset" = request."offset"
  FROM request, free
  WHERE c.week = free.week AND c.identity = free.identity AND request.identity = free.identity
  RETURNING c.identity, (extract(epoch FROM c.accepted_at) * 1000)::bigint AS accepted_at_ms, c.topic, c.partition, c."offset"`;

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
  const rows = await withClaimWeeks(pool, firsts, () =>
    lookAgainWhereOthersClaimed(async () => {
      const values = arrays(reservationColumns, firsts);
      return (await pool.query<ClaimRow>({ name: 'reserve-claims', text: RESERVE, values })).rows;
    }),
  );
  return acceptanceTimes(rows);
}

/**
 * Claims the identities of a batch, in its order. The first record of an identity owns it. The same record owns it
 * still when it is processed again after a crash, with the time of its first acceptance.
 *
 * A constraint keeps an identity unique within a week, and the look-up keeps it unique across weeks. So two records
 * can both become owners only if they meet in the milliseconds around the end of a week.
 * @returns one claim a request, in their order
 */
export async function claimEvents(pool: Pool, requests: readonly ClaimRequest[]): Promise<Claim[]> {
  if (requests.length === 0) return [];
  const firsts = firstOfEachIdentity(requests);
  const rows = await withClaimWeeks(pool, firsts, () =>
    lookAgainWhereOthersClaimed(() => claim(pool, firsts)),
  );
  const owners = new Map(rows.map((row) => [row.identity.toString('hex'), row]));
  return requests.map((request) => toClaim(request, owners.get(request.identity.toString('hex'))));
}

function withClaimWeeks<T>(
  pool: Pool,
  requests: readonly { readonly acceptedAt?: number }[],
  work: () => Promise<T>,
): Promise<T> {
  const instants = requests.map(({ acceptedAt }) => acceptedAt ?? Date.now());
  return withPartitions(instants, (day: Date) => ensureEventPartitions(pool, day), work);
}

/** In the order of identities, so that no two batches that claim the same ones wait for each other. */
function firstOfEachIdentity<T extends { readonly identity: Buffer }>(requests: readonly T[]): T[] {
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
 * Runs work that claims all or none, and runs it again while other processes interfere: one of them claimed an identity
 * since the look-up (unique violation), or took a reservation (undefined).
 */
async function lookAgainWhereOthersClaimed<T>(work: () => Promise<T | undefined>): Promise<T> {
  for (let lookUps = 1; ; lookUps++) {
    try {
      const result = await work();
      if (result !== undefined) return result;
      if (lookUps === MAX_LOOK_UPS) throw new Error('a reservation is neither free nor owned');
    } catch (error) {
      if (!isUniqueViolation(error) || lookUps === MAX_LOOK_UPS) throw error;
    }
  }
}

/** @returns undefined where another process took a reservation since the look-up */
async function claim(pool: Pool, requests: readonly ClaimRequest[]): Promise<ClaimRow[] | undefined> {
  const values = arrays(columns, requests);
  const { rows } = await pool.query<ClaimRow>({ name: 'claim-events', text: CLAIM, values });
  const reserved = new Set(rows.filter(isReservation).map(({ identity }) => identity.toString('hex')));
  if (reserved.size === 0) return rows;
  const takers = requests.filter(({ identity }) => reserved.has(identity.toString('hex')));
  const taken = await pool.query<ClaimRow>({
    name: 'take-claims',
    text: TAKE,
    values: arrays(columns, takers),
  });
  if (taken.rows.length < takers.length) return undefined;
  return [...rows.filter((row) => !isReservation(row)), ...taken.rows];
}

function isReservation({ topic }: ClaimRow): boolean {
  return topic === '';
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

function toClaim({ origin }: ClaimRequest, owner: ClaimRow | undefined): Claim {
  if (owner === undefined) throw new Error('a claim vanished between two statements');
  const isOwner =
    owner.topic === origin.topic &&
    owner.partition === origin.partition &&
    owner.offset === origin.offset.toString();
  return { kind: isOwner ? 'owner' : 'duplicate', acceptedAt: Number(owner.accepted_at_ms) };
}
