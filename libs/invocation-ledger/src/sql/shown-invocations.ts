import { arrayParameter, type Pool, type PoolClient } from '@casewire/database';
import {
  decodeHold,
  lowestIdAt,
  uuidTimestampMs,
  type Environment,
  type Hold,
  type TenantScope,
} from '@casewire/events';
import {
  apiStatus,
  type ApiStatus,
  type InvocationNote,
  type InvocationState,
  type InvocationStatus,
  type ReleaseState,
} from '@casewire/invocation-state';
import { COPY_MARK } from '../copies.ts';
import { idRange } from './ids.ts';
import { toReleaseState, type StoredReleaseState } from './invocation-columns.ts';

/** An invocation as the history shows it, without its payload. Instants are milliseconds since the epoch. */
export interface InvocationSummary {
  readonly id: string;
  readonly webhookId: string;
  readonly family: string;
  readonly eventUid: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventType: string;
  readonly subject: string | null;
  readonly environment: Environment;
  readonly status: InvocationStatus;
  readonly releaseState: ReleaseState | null;
  readonly reason: InvocationState['reason'];
  readonly attempts: number;
  /** How many of them were probes that failed. */
  readonly failedProbes: number;
  readonly responseCode: number | null;
  readonly acceptedAt: number;
  /** When the ledger first heard of it. */
  readonly recordedAt: number;
  /** When it got its status; null while it has not ended. */
  readonly endedAt: number | null;
  readonly lastAttemptAt: number | null;
  /** When the next release is due; null unless one is scheduled. */
  readonly dueAt: number | null;
  /** The invocation that it is a copy of; null if no replay has made it. */
  readonly copyOf: string | null;
  /** The hold that keeps it, or has kept it until the next outcome for which delivery had room. */
  readonly heldBy: Hold | null;
  /** When the next probe of its webhook goes out; null unless an open breaker keeps it. */
  readonly probeAt: number | null;
  /** What happened to it beside its attempts, in order: the newest 20. */
  readonly notes: readonly InvocationNote[];
}

/** The header that names the original of a copy. As text, because PostgreSQL refuses to read JSON that has a NUL anywhere. */
const COPY_OF = `substring(headers::text FROM '${COPY_MARK}"([0-9a-f-]{36})"') AS "copyOf"`;

/** The select list that `toSummary` reads. */
export const summaryColumns = `id, webhook_id AS "webhookId", family, event_uid AS "eventUid", event_id AS "eventId",
  event_source AS "eventSource", event_type AS "eventType", subject, environment, status,
  release_state AS "releaseState", reason, attempts, failed_probes AS "failedProbes",
  response_code AS "responseCode", accepted_at AS "acceptedAt", recorded_at AS "recordedAt", ended_at AS "endedAt",
  last_attempt_at AS "lastAttemptAt", due_at AS "dueAt",
  held_by AS "heldBy",
  CASE WHEN release_state = 'held-by-webhook' AND held_by NOT LIKE '%pause %'
       THEN (SELECT probe_due_at FROM history.webhook_state s WHERE s.webhook_id = invocations.webhook_id)
        END AS "probeAt", notes, ${COPY_OF}`;

type Instants = 'acceptedAt' | 'recordedAt' | 'endedAt' | 'lastAttemptAt' | 'dueAt' | 'probeAt';

export interface SummaryRow extends Omit<InvocationSummary, Instants | 'releaseState' | 'heldBy' | 'notes'> {
  readonly releaseState: StoredReleaseState | null;
  readonly acceptedAt: Date;
  readonly recordedAt: Date;
  readonly endedAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly dueAt: Date | null;
  readonly probeAt: Date | null;
  readonly heldBy: string | null;
  readonly notes: readonly InvocationNote[] | null;
}

/** An instant that no Date has, such as `infinity`, becomes a number that none has either. */
export function toSummary(row: SummaryRow): InvocationSummary {
  return {
    ...row,
    releaseState: toReleaseState(row.releaseState),
    acceptedAt: Number(row.acceptedAt),
    recordedAt: Number(row.recordedAt),
    endedAt: row.endedAt && Number(row.endedAt),
    lastAttemptAt: row.lastAttemptAt && Number(row.lastAttemptAt),
    dueAt: row.dueAt && Number(row.dueAt),
    probeAt: row.probeAt && Number(row.probeAt),
    heldBy: row.heldBy === null ? null : (decodeHold(row.heldBy) ?? null),
    notes: row.notes ?? [],
  };
}

/** One invocation; undefined if the scope has none with this id. */
export async function findInvocation(
  client: Pick<PoolClient, 'query'>,
  scope: TenantScope,
  id: string,
): Promise<InvocationSummary | undefined> {
  const { rows } = await client.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM history.invocations
      WHERE id = $1 AND tenant_id = $2 AND environment = $3 AND seq IS NOT NULL`,
    [id, scope.tenantId, scope.environment],
  );
  return rows[0] && toSummary(rows[0]);
}

/** Those of these ids that the ledger has a row for, hidden or not. */
export async function findKnownIds(
  client: Pick<PoolClient, 'query'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM history.invocations WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid',
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The exact bytes that are sent to the webhook. */
export interface InvocationPayload {
  readonly contentType: string | null;
  /** Null where the body could not be rendered, or was lost. */
  readonly body: Buffer | null;
}

/** Whether the URL or the headers of an invocation's requests have texts of the event in the place of placeholders. */
export async function fillsPlaceholders(pool: Pool, id: string): Promise<boolean> {
  const { rows } = await pool.query<{ headers: unknown }>(
    'SELECT headers FROM history.invocations WHERE id = $1',
    [id],
  );
  return headerOf(rows[0]?.headers, 'placeholders') !== null;
}

/** The payload of an invocation that the reader was shown. */
export async function findPayload(pool: Pool, id: string): Promise<InvocationPayload> {
  const { rows } = await pool.query<{ headers: unknown; body: Buffer | null }>(
    'SELECT headers, body FROM history.invocations WHERE id = $1',
    [id],
  );
  return { contentType: headerOf(rows[0]?.headers, 'content-type'), body: rows[0]?.body ?? null };
}

/** Headers are read here and not by PostgreSQL, which refuses to read JSON that has a NUL anywhere. */
function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const value: unknown = Object.entries(headers).find(([each]) => each === name)?.[1];
  return typeof value === 'string' ? value : null;
}

/** The body that an invocation sends, and when its event happened. */
export interface SentBody {
  readonly id: string;
  /** As upstream wrote it; null where the delivery record lacks it. */
  readonly eventTime: string | null;
  /** Null where it could not be rendered, or was lost. */
  readonly body: Buffer | null;
}

/**
 * The bodies of invocations that the reader was shown, in the order of `ids`: the first one, and each later one as long
 * as the bodies before it are smaller than `maxBytes` together.
 */
export async function findSentBodies(
  pool: Pool,
  ids: readonly string[],
  maxBytes: number,
): Promise<SentBody[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<{ id: string; headers: unknown; body: Buffer | null }>(
    `SELECT id, headers, body
       FROM (SELECT i.id, i.headers, i.body, given.position,
                    sum(coalesce(octet_length(i.body), 0)) OVER (ORDER BY given.position)
                      - coalesce(octet_length(i.body), 0) AS bytes_before
               FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, position)
               JOIN history.invocations i ON i.id = given.id
              WHERE i.id BETWEEN $3::uuid AND $4::uuid) AS sent
      WHERE bytes_before < $2
      ORDER BY position`,
    [ids, maxBytes, ...idRange(ids)],
  );
  return rows.map(({ headers, ...sent }) => ({ ...sent, eventTime: headerOf(headers, 'event-time') }));
}

/** The invocation of an event for one webhook. */
export interface InvocationOfEvent {
  readonly id: string;
  readonly webhookId: string;
  readonly status: ApiStatus;
  readonly attempts: number;
}

/** The most webhooks of one event that are shown. */
const MAX_INVOCATIONS = 1000;

/**
 * The invocations of an event, in the order of their ids; at most 1,000. Their ids hold the time at which the event was
 * accepted, so a range of the primary key finds them.
 */
export async function listInvocationsOfEvent(pool: Pool, eventUid: string): Promise<InvocationOfEvent[]> {
  const acceptedAt = uuidTimestampMs(eventUid);
  const { rows } = await pool.query<
    Pick<SummaryRow, 'id' | 'webhookId' | 'status' | 'releaseState' | 'attempts'>
  >(
    `SELECT id, webhook_id AS "webhookId", status, release_state AS "releaseState", attempts
       FROM history.invocations
      WHERE id >= $1 AND id < $2 AND event_uid = $3 AND seq IS NOT NULL
      ORDER BY id LIMIT ${MAX_INVOCATIONS}`,
    [lowestIdAt(acceptedAt), lowestIdAt(acceptedAt + 1), eventUid],
  );
  return rows.map(({ id, webhookId, status, releaseState, attempts }) => ({
    id,
    webhookId,
    status: apiStatus({ status, releaseState: toReleaseState(releaseState), attempts }),
    attempts,
  }));
}

/** What the ledger knows of the attempts to send an event to a webhook, by its invocation or by copies of that. */
export interface SendsOfEvent {
  /** An attempt may follow: a release is out, or waits for whatever it is. */
  readonly mayFollow: boolean;
  /** Milliseconds since the epoch; null if there was no attempt. */
  readonly lastAttemptAt: number | null;
}

/** Hidden invocations count too. They are found like those of `listInvocationsOfEvent`. */
export async function findSendsOfEvent(
  pool: Pool,
  { webhookId, eventUid }: { readonly webhookId: string; readonly eventUid: string },
): Promise<SendsOfEvent> {
  const acceptedAt = uuidTimestampMs(eventUid);
  const { rows } = await pool.query<{ mayFollow: boolean | null; lastAttemptAt: Date | null }>(
    `SELECT bool_or(release_state IS NOT NULL) AS "mayFollow", max(last_attempt_at) AS "lastAttemptAt"
       FROM history.invocations
      WHERE id >= $1 AND id < $2 AND event_uid = $3 AND webhook_id = $4`,
    [lowestIdAt(acceptedAt), lowestIdAt(acceptedAt + 1), eventUid, webhookId],
  );
  const { mayFollow, lastAttemptAt } = rows[0] ?? { mayFollow: null, lastAttemptAt: null };
  return { mayFollow: mayFollow ?? false, lastAttemptAt: lastAttemptAt && Number(lastAttemptAt) };
}
