import {
  arrayParameter,
  arrays,
  column,
  isUniqueViolation,
  rowsOf,
  type Column,
  type Pool,
} from '@casewire/database';
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
  const firsts = firstOfEachIdentity(requests);
  const rows = await withPartitions(pool, new Date(oldest), () => claim(pool, firsts));
  const owners = byIdentity(rows);
  return requests.map((request) => toClaim(request, owners.get(request.identity.toString('hex'))));
}

function firstOfEachIdentity(requests: readonly ClaimRequest[]): ClaimRequest[] {
  const firsts = new Map<string, ClaimRequest>();
  for (const request of requests) {
    const identity = request.identity.toString('hex');
    if (!firsts.has(identity)) firsts.set(identity, request);
  }
  return [...firsts.values()];
}

/** Each look-up finds what stood in the way of the one before it. */
const MAX_LOOK_UPS = 10;

/** All or none are claimed: where another process claimed one since the look-up, there is another look-up. */
async function claim(pool: Pool, requests: readonly ClaimRequest[]): Promise<ClaimRow[]> {
  for (let lookUps = 1; ; lookUps++) {
    try {
      const values = arrays(columns, requests);
      const { rows } = await pool.query<ClaimRow>({ name: 'claim-events', text: CLAIM, values });
      return rows;
    } catch (error) {
      if (!isUniqueViolation(error) || lookUps === MAX_LOOK_UPS) throw error;
    }
  }
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
