import {
  advisoryLocks,
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type Queryable,
} from '@casewire/database';
import { eventUid, type AcceptedEvent } from '@casewire/events';
import {
  firstOfEachIdentity,
  KNOWN_CLAIMS,
  lookAgainWhereOthersClaimed,
  milliseconds,
  RESERVED,
  weekOf,
  withClaimWeeks,
} from './claim-events.ts';

/** Where a record stands in Kafka. */
export interface RecordOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A record of an event that is acceptable. */
export interface AcceptRequest {
  /** `identityHash` of the event. */
  readonly identity: Buffer;
  readonly origin: RecordOrigin;
  /** When it was accepted over HTTP, milliseconds since the epoch; default: now, by the database's clock. */
  readonly acceptedAt?: number;
  readonly event: Omit<AcceptedEvent, 'uid' | 'acceptedAt'>;
}

/**
 * The answer to a request. `owner`: the record is the first of its event, read now or again after a crash, and the event
 * is stored. `duplicate`: another record of the same event was first.
 */
export interface Claim {
  readonly kind: 'owner' | 'duplicate';
  /** First acceptance, milliseconds since the epoch. The uid of the event is `eventUid` of it. */
  readonly acceptedAt: number;
}

/** A request by its number in the batch. */
interface Numbered extends AcceptRequest {
  readonly n: number;
}

interface ClaimRow {
  identity: Buffer;
  accepted_at_ms: string;
  topic: string;
  partition: number;
  offset: string;
}

const claimColumns: readonly Column<Numbered>[] = [
  column('identity', 'bytea', ({ identity }) => identity),
  column('topic', 'text', ({ origin }) => origin.topic),
  column('partition', 'integer', ({ origin }) => origin.partition),
  column('"offset"', 'bigint', ({ origin }) => origin.offset),
  column('accepted_at_ms', 'double precision', ({ acceptedAt }) => acceptedAt ?? null),
  column('n', 'integer', ({ n }) => n),
];

const eventColumns: readonly Column<Numbered>[] = [
  column('tenant_id', 'text', ({ event }) => event.attributes.tenantid),
  column('environment', 'text', ({ event }) => event.attributes.environment),
  column('type', 'text', ({ event }) => event.attributes.type),
  column('subject', 'text', ({ event }) => event.attributes.subject ?? null),
  column('correlation_id', 'text', ({ event }) => event.attributes.correlationid ?? null),
  column('attributes', 'json', ({ event }) => JSON.stringify(event.attributes)),
  column('traceparent', 'text', ({ event }) => event.traceparent ?? null),
  column('data', 'bytea', ({ event }) => event.data),
];

/** The columns of an event, and how it finds its claim and its uid. */
const storedColumns: readonly Column<Numbered>[] = [
  column('n', 'integer', ({ n }) => n),
  column('uid_at_epoch', 'uuid', ({ identity }) => eventUid(identity, 0)),
  ...eventColumns,
];

/** The uid of a claimed event, as SQL: the first 48 bits are the time of its acceptance (`eventUid`). */
const UID = `encode(substring(int8send(${milliseconds('accepted_at')}) FROM 3)
      || substring(uuid_send(uid_at_epoch) FROM 7), 'hex')::uuid`;

/**
 * Claims the identities of records, takes reservations over, and stores the events of those that own their identity. One
 * statement does it all, because each round trip and each commit costs more than what it does for a few events. Rows are
 * locked in the order of their identities, so no two batches deadlock.
 *
 * The advisory lock under which `seq` is allotted is held until the rows are visible. So the order of `seq` is the order in
 * which events become visible, and a page by `seq` cannot skip one. It is the last lock that its transaction takes, so
 * whoever holds it waits for nobody.
 */
function acceptStatement(onConflict: string): string {
  return `
  WITH request AS MATERIALIZED (
    SELECT n, identity, topic, partition, "offset",
      date_trunc('milliseconds', coalesce(to_timestamp(accepted_at_ms / 1000.0), now())) AS accepted_at
    FROM ${rowsOf(claimColumns)} AS r
  ), known AS MATERIALIZED (${KNOWN_CLAIMS}
  ), fresh AS (
    INSERT INTO ingestion.claims AS c (week, identity, accepted_at, topic, partition, "offset")
    SELECT ${weekOf('accepted_at')}, identity, accepted_at, topic, partition, "offset"
    FROM request
    WHERE NOT EXISTS (SELECT FROM known WHERE known.identity = request.identity)
    RETURNING c.identity, c.accepted_at, c.topic, c.partition, c."offset"
  ), free AS (
    SELECT c.week, c.identity FROM known JOIN ingestion.claims AS c USING (week, identity)
    WHERE known.topic = ${RESERVED} AND c.topic = ${RESERVED}
    ORDER BY c.identity FOR UPDATE OF c
  ), taken AS (
    UPDATE ingestion.claims AS c SET topic = request.topic, partition = request.partition, "offset" = request."offset"
    FROM free JOIN request USING (identity)
    WHERE c.week = free.week AND c.identity = free.identity
    RETURNING c.identity, c.accepted_at, c.topic, c.partition, c."offset"
  ), claim AS MATERIALIZED (
    SELECT identity, accepted_at, topic, partition, "offset" FROM known WHERE topic <> ${RESERVED}
    UNION ALL SELECT * FROM fresh UNION ALL SELECT * FROM taken
  ), sequence AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(${advisoryLocks.eventSequence}) FROM (SELECT count(*) FROM claim) AS all_claimed
  ), owner AS MATERIALIZED (
    SELECT n, claim.accepted_at
    FROM sequence, claim JOIN request USING (identity, topic, partition, "offset")
  ), stored AS (
    INSERT INTO ingestion.events (uid, ${names(eventColumns)})
    SELECT ${UID}, ${names(eventColumns)}
    FROM owner JOIN ${rowsOf(storedColumns, claimColumns.length + 1)} AS content USING (n)
    ORDER BY n
    ${onConflict}
  )
  SELECT identity, ${milliseconds('accepted_at')} AS accepted_at_ms, topic, partition, "offset" FROM claim`;
}

const accept = { name: 'accept-events', text: acceptStatement('') };

/** Passes over events that are stored already. They are rare, so they are looked for only after one was met. */
const acceptAgain = { name: 'accept-events-again', text: acceptStatement('ON CONFLICT DO NOTHING') };

/**
 * Accepts a batch of records, in its order. The first record of an identity owns it, and its event is stored. The same
 * record owns it still when it is processed again after a crash, with the time of its first acceptance, and its event
 * stays as it is.
 *
 * A constraint keeps an identity unique within a week, and the look-up keeps it unique across weeks. So two records
 * can both become owners only if they meet in the milliseconds around the end of a week.
 * @returns one claim a request, in their order
 */
export async function acceptEvents(client: Queryable, requests: readonly AcceptRequest[]): Promise<Claim[]> {
  if (requests.length === 0) return [];
  const firsts = firstOfEachIdentity(requests.map((request, n) => ({ ...request, n })));
  const values = [...arrays(claimColumns, firsts), ...arrays(storedColumns, firsts)];
  const claims = await withClaimWeeks(client, firsts, () =>
    lookAgainWhereOthersClaimed(async (isRepeated) => {
      const { rows } = await client.query<ClaimRow>({ ...(isRepeated ? acceptAgain : accept), values });
      return rows.length < firsts.length ? undefined : rows;
    }),
  );
  const byIdentity = new Map(claims.map((claim) => [claim.identity.toString('hex'), claim]));
  return requests.map((request) => toClaim(request, byIdentity.get(request.identity.toString('hex'))));
}

function toClaim({ origin }: AcceptRequest, claim: ClaimRow | undefined): Claim {
  if (claim === undefined) throw new Error('an identity of the batch has no claim');
  const isOwner =
    claim.topic === origin.topic &&
    claim.partition === origin.partition &&
    claim.offset === origin.offset.toString();
  return { kind: isOwner ? 'owner' : 'duplicate', acceptedAt: Number(claim.accepted_at_ms) };
}
