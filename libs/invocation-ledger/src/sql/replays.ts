import {
  aliased,
  keysetScan,
  toListed,
  type KeysetPage,
  type Listed,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { CatchUpNotes } from './cuts.ts';
import { instant } from './instants.ts';

/** What a replay sends: invocations that have failed, or all that have ended; or events that have no invocation. */
export const replaySelections = ['failed', 'all', 'missing'] as const;

type ReplaySelection = (typeof replaySelections)[number];

/** `finished` and `cancelled` are ends. */
export const replayStates = ['running', 'paused', 'finished', 'cancelled'] as const;

export type ReplayState = (typeof replayStates)[number];

/** What is chosen for a replay of one webhook. Instants are milliseconds since the epoch. */
export interface ReplayFilter {
  readonly webhookId: string;
  readonly selection: ReplaySelection;
  /** Accepted at or after. */
  readonly since: number;
  /** Accepted before. */
  readonly until: number;
  readonly eventType: string | null;
  readonly subject: string | null;
  /** Code of the reason of failed invocations. */
  readonly reason: string | null;
  /** The class of what failed invocations have failed with. */
  readonly failure: string | null;
}

/** A replay that begins. */
export interface NewReplay extends TenantScope, ReplayFilter {
  readonly id: string;
  /** Whether invocations are sent as copies with new ids. */
  readonly newIds: boolean;
  readonly count: number;
  /** The last `seq` that it looks at: what becomes visible later is not of this replay. */
  readonly lastSeq: bigint;
  /** False if it has to wait until ingestion, matching and the ledger have passed the ends of their topics. */
  readonly isCaughtUp: boolean;
}

/** How many of the releases that a replay has started had which outcome. */
interface ReplayProgress {
  readonly started: number;
  readonly delivered: number;
  /** Failed once: the policy of the webhook tries them again. */
  readonly retrying: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface Replay extends NewReplay, ReplayProgress, CatchUpNotes {
  readonly state: ReplayState;
  /** Why Casewire has cancelled it. */
  readonly endReason: string | null;
  /** It goes on above this `seq`. */
  readonly passedSeq: bigint;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

const columns = aliased(
  [
    ...[
      'id',
      'tenant_id',
      'environment',
      'webhook_id',
      'selection',
      'since',
      'until',
      'event_type',
      'subject',
    ],
    ...[
      'reason',
      'failure',
      'new_ids',
      'state',
      'end_reason',
      'count',
      'passed_seq',
      'last_seq',
      'events_end',
    ],
    ...[
      'accepted_end',
      'ledger_ends',
      'started',
      'delivered',
      'retrying',
      'failed',
      'cancelled',
      'created_at',
      'ended_at',
    ],
  ].map((name) => ({ name })),
);
const SELECT = `SELECT ${columns}, caught_up AS "isCaughtUp" FROM history.replays`;

interface ReplayRow extends Omit<
  Replay,
  'since' | 'until' | 'passedSeq' | 'lastSeq' | 'createdAt' | 'endedAt'
> {
  readonly since: Date;
  readonly until: Date;
  readonly passedSeq: string;
  readonly lastSeq: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

function toReplay({ since, until, passedSeq, lastSeq, createdAt, endedAt, ...row }: ReplayRow): Replay {
  return {
    ...row,
    since: since.getTime(),
    until: until.getTime(),
    passedSeq: BigInt(passedSeq),
    lastSeq: BigInt(lastSeq),
    createdAt: createdAt.getTime(),
    endedAt: endedAt?.getTime() ?? null,
  };
}

/** A unique violation says that another replay of the webhook has begun meanwhile. */
export async function insertReplay(client: PoolClient, replay: NewReplay): Promise<void> {
  await client.query(
    `INSERT INTO history.replays
       (id, tenant_id, environment, webhook_id, selection, since, until, event_type, subject, reason, new_ids, state,
        count, last_seq, caught_up, failure)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'running', $12, $13, $14, $15)`,
    [
      ...[replay.id, replay.tenantId, replay.environment, replay.webhookId, replay.selection],
      ...[instant(replay.since), instant(replay.until), replay.eventType, replay.subject, replay.reason],
      ...[replay.newIds, replay.count, replay.lastSeq, replay.isCaughtUp, replay.failure],
    ],
  );
}

/** The replays of a tenant that have not ended. Until the transaction ends, no other one begins a replay of the tenant. */
export async function lockOpenReplays(
  client: PoolClient,
  { tenantId, environment }: TenantScope,
): Promise<readonly Pick<Replay, 'id' | 'webhookId'>[]> {
  // A statement of its own: the next one must see what the transaction before this one has committed.
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('replays ' || $1 || ' ' || $2, 0))`, [
    tenantId,
    environment,
  ]);
  const { rows } = await client.query<Pick<Replay, 'id' | 'webhookId'>>(
    `SELECT id, webhook_id AS "webhookId" FROM history.replays
      WHERE tenant_id = $1 AND environment = $2 AND ended_at IS NULL`,
    [tenantId, environment],
  );
  return rows;
}

/** One replay of a tenant. @param locked whether it is locked until the transaction ends */
export async function findReplay(
  client: Pick<PoolClient, 'query'>,
  { tenantId, environment }: TenantScope,
  id: string,
  locked = false,
): Promise<Replay | undefined> {
  const { rows } = await client.query<ReplayRow>(
    `${SELECT} WHERE id = $1 AND tenant_id = $2 AND environment = $3 ${locked ? 'FOR UPDATE' : ''}`,
    [id, tenantId, environment],
  );
  return rows.map(toReplay)[0];
}

/** A page of the replays of a tenant, by their ids, whose order is that of their beginnings. */
export async function listReplays(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  webhookId: string | undefined,
  page: KeysetPage,
): Promise<Listed<Replay>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<ReplayRow>(
    `${SELECT}
      WHERE tenant_id = $1 AND environment = $2 AND ($3::text IS NULL OR webhook_id = $3)
        AND ($4::uuid IS NULL OR id > $4) AND ($5::uuid IS NULL OR id < $5)
      ORDER BY id ${direction} LIMIT $6`,
    [tenantId, environment, webhookId ?? null, above ?? null, below ?? null, page.limit + 1],
  );
  return toListed(rows.map(toReplay), page);
}

/**
 * Replays that go on, and those of which releases have no outcome yet: those behind an id, then the others.
 * @param after id of the last one that was tended, so that each has its turn
 */
export async function selectReplaysToTend(pool: Pool, after: string, limit: number): Promise<Replay[]> {
  const { rows } = await pool.query<ReplayRow>({
    name: 'select-replays-to-tend',
    text: `${SELECT}
            WHERE id IN (SELECT id FROM history.replays WHERE ended_at IS NULL AND state = 'running'
                          UNION SELECT replay_id FROM history.replay_releases)
            ORDER BY id <= $1, id LIMIT $2`,
    values: [after, limit],
  });
  return rows.map(toReplay);
}

/**
 * Locks a replay that is tended.
 * @returns undefined if another transaction has locked it
 */
export async function lockReplay(client: PoolClient, id: string): Promise<Replay | undefined> {
  const { rows } = await client.query<ReplayRow>(`${SELECT} WHERE id = $1 FOR UPDATE SKIP LOCKED`, [id]);
  return rows.map(toReplay)[0];
}

/** Writes the state of a replay that has not ended. @returns false if it has */
export async function saveReplayState(
  client: Pick<PoolClient, 'query'>,
  id: string,
  state: ReplayState,
  endReason: string | null = null,
): Promise<boolean> {
  const isEnd = state === 'finished' || state === 'cancelled';
  const { rowCount } = await client.query(
    `UPDATE history.replays SET state = $2, end_reason = $3, ended_at = CASE WHEN $4 THEN now() END
      WHERE id = $1 AND ended_at IS NULL`,
    [id, state, endReason, isEnd],
  );
  return rowCount === 1;
}

/** Notes how far a replay of what is missing has come in waiting. Earlier notes stay. */
export async function saveCatchUp(
  pool: Pool,
  id: string,
  {
    eventsEnd = null,
    acceptedEnd = null,
    ledgerEnds = null,
    isCaughtUp = false,
  }: Partial<CatchUpNotes & Pick<Replay, 'isCaughtUp'>>,
): Promise<void> {
  await pool.query(
    `UPDATE history.replays
        SET events_end = coalesce(events_end, $2), accepted_end = coalesce(accepted_end, $3),
            ledger_ends = coalesce(ledger_ends, $4), caught_up = $5
      WHERE id = $1 AND NOT caught_up`,
    [id, eventsEnd, acceptedEnd, ledgerEnds, isCaughtUp],
  );
}

/** Forgets replays that ended before an instant. @param before milliseconds since the epoch */
export async function deleteReplays(pool: Pool, before: number): Promise<void> {
  await pool.query('DELETE FROM history.replays WHERE ended_at < $1', [instant(before)]);
}
