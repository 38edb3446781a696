import { arrayParameter, arrays, column, rowsOf, type Column, type Pool } from '@casewire/database';
import { CLAIM_WEEKS_KEPT } from './claim-retention.ts';
import { withPartitions } from './event-partitions.ts';

/** Where a record stands in Kafka. */
export interface RecordOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** An event that asks for its identity. */
export interface ClaimRequest {
  /** `identityHash` of the event. */
  readonly identity: Buffer;
  readonly origin: RecordOrigin;
  /** When it was accepted over HTTP, milliseconds since the epoch; default: now, by the database's clock. */
  readonly acceptedAt?: number;
}

/**
 * What became of a request: `owner` may go on, for the first time or again after a crash;
 * `duplicate` is another record of an event that was accepted before.
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

interface PlacedRequest extends ClaimRequest {
  readonly position: number;
}

const columns: readonly Column<PlacedRequest>[] = [
  column('identity', 'bytea', ({ identity }) => identity),
  column('topic', 'text', ({ origin }) => origin.topic),
  column('partition', 'integer', ({ origin }) => origin.partition),
  column('"offset"', 'bigint', ({ origin }) => origin.offset),
  column('accepted_at_ms', 'double precision', ({ acceptedAt }) => acceptedAt ?? null),
  column('position', 'integer', ({ position }) => position),
];

const CLAIM = `
  WITH request AS (
    SELECT identity, topic, partition, "offset", position,
      date_trunc('milliseconds', coalesce(to_timestamp(accepted_at_ms / 1000.0), now())) AS accepted_at
    FROM ${rowsOf(columns)} AS r
  ), known AS (${FIND}
  ), fresh AS (
    INSERT INTO ingestion.claims AS c (week, identity, accepted_at, topic, partition, "offset")
    SELECT floor(extract(epoch FROM accepted_at) / 604800)::int, identity, accepted_at, topic, partition, "offset"
    FROM request
    WHERE NOT EXISTS (SELECT FROM known WHERE known.identity = request.identity)
    ORDER BY position
    ON CONFLICT DO NOTHING
    RETURNING c.identity, (extract(epoch FROM c.accepted_at) * 1000)::bigint AS accepted_at_ms, c.topic, c.partition, c."offset"
  )
  SELECT * FROM known UNION ALL SELECT * FROM fresh`;

/**
 * Claims the identities of a batch, in its order: the first record of an identity owns it, and the same record
 * again (reprocessed after a crash) owns it still, with the time of its first acceptance.
 *
 * An identity is unique within a week by a constraint and across weeks by the look-up, so only two records that
 * meet in the milliseconds around a week's end could both become owners.
 * @returns one claim a request, in their order
 */
export async function claimEvents(pool: Pool, requests: readonly ClaimRequest[]): Promise<Claim[]> {
  const oldest = Math.min(Date.now(), ...requests.flatMap(({ acceptedAt }) => acceptedAt ?? []));
  const { rows } = await withPartitions(pool, new Date(oldest), () => claim(pool, requests));
  const owners = byIdentity(rows);
  const claimedMeanwhile = requests.filter(({ identity }) => !owners.has(identity.toString('hex')));
  if (claimedMeanwhile.length > 0) {
    const others = await pool.query<ClaimRow>(FIND, [
      arrayParameter(
        'bytea',
        claimedMeanwhile.map(({ identity }) => identity),
      ),
    ]);
    for (const [identity, row] of byIdentity(others.rows)) owners.set(identity, row);
  }
  return requests.map((request) => toClaim(request, owners.get(request.identity.toString('hex'))));
}

function claim(pool: Pool, requests: readonly ClaimRequest[]) {
  return pool.query<ClaimRow>({
    name: 'claim-events',
    text: CLAIM,
    values: arrays(
      columns,
      requests.map((request, position) => ({ ...request, position })),
    ),
  });
}

/** Acceptance times of identities that are claimed, by their hash in hex. */
export async function findClaims(pool: Pool, identities: readonly Buffer[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'find-claims',
    text: FIND,
    values: [arrayParameter('bytea', identities)],
  });
  return new Map(rows.map((row) => [row.identity.toString('hex'), Number(row.accepted_at_ms)]));
}

function byIdentity(rows: readonly ClaimRow[]): Map<string, ClaimRow> {
  return new Map(rows.map((row) => [row.identity.toString('hex'), row]));
}

function toClaim({ origin }: ClaimRequest, owner: ClaimRow | undefined): Claim {
  if (owner === undefined) throw new Error('a claim vanished between two statements');
  const isOwner =
    owner.topic === origin.topic &&
    owner.partition === origin.partition &&
    owner.offset === origin.offset.toString();
  return { kind: isOwner ? 'owner' : 'duplicate', acceptedAt: Number(owner.accepted_at_ms) };
}
