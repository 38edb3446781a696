import {
  arrayParameter,
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type Pool,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import { encodeHold, lowestIdAt, type Hold } from '@casewire/events';
import type { InvocationState } from '@casewire/invocation-state';
import type { WebhookHold } from './holds.ts';
import { instant } from './instants.ts';
import { plannedOnce } from './planning.ts';

/** An invocation before and after a transaction. */
export interface HeldChange {
  readonly id: string;
  readonly webhookId: string;
  readonly before: Pick<InvocationState, 'heldBy' | 'releaseState'>;
  readonly after: Pick<InvocationState, 'heldBy' | 'releaseState'>;
}

interface Held {
  readonly id: string;
  readonly webhookId: string;
  readonly heldBy: string;
  readonly isFreed: boolean;
}

const columns: readonly Column<Held>[] = [
  column('invocation_id', 'uuid', ({ id }) => id),
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  column('held_by', 'text', ({ heldBy }) => heldBy),
  column('is_freed', 'boolean', ({ isFreed }) => isFreed),
];

/** Makes `history.held` agree with rows that the transaction writes. The locks of those rows protect its rows too. */
export function trackHeld(changes: readonly HeldChange[], findsByKey: boolean): Statement[] {
  const held = changes.flatMap((change) => heldOf(change) ?? []);
  const others = changes.flatMap(({ id, before, after }) =>
    before.heldBy !== null && after.heldBy === null ? [id] : [],
  );
  const statements: Statement[] = [];
  if (held.length > 0)
    statements.push({
      ...plannedOnce('insert-held', findsByKey),
      text: `INSERT INTO history.held (${names(columns)})
             SELECT * FROM ${rowsOf(columns)} AS u
                 ON CONFLICT (invocation_id) DO UPDATE SET held_by = excluded.held_by, is_freed = excluded.is_freed`,
      values: arrays(columns, held),
    });
  if (others.length > 0)
    statements.push({
      ...plannedOnce('delete-held', findsByKey),
      text: 'DELETE FROM history.held WHERE invocation_id = ANY($1::uuid[])',
      values: [arrayParameter('uuid', others)],
    });
  return statements;
}

function heldOf({ id, webhookId, before, after }: HeldChange): Held | undefined {
  if (after.heldBy === null) return undefined;
  const isSame = before.heldBy === after.heldBy && isFreed(before) === isFreed(after);
  return isSame ? undefined : { id, webhookId, heldBy: encodeHold(after.heldBy), isFreed: isFreed(after) };
}

/** Whether its hold is over, or it is a probe, and it has no outcome yet. */
function isFreed({ releaseState }: HeldChange['after']): boolean {
  return releaseState !== 'held-by-webhook';
}

/** Invocations that a hold keeps, the oldest first. */
export async function selectHeld(
  pool: Pool,
  { webhookId, hold }: WebhookHold,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-held',
    text: `SELECT invocation_id AS id FROM history.held
            WHERE webhook_id = $1 AND held_by = $2 AND NOT is_freed
            ORDER BY invocation_id LIMIT $3`,
    values: [webhookId, encodeHold(hold), limit],
  });
  return rows;
}

/**
 * The same, and invocations below an id that a breaker of the webhook keeps, or has kept and not freed. Each hold is looked
 * up by itself: what a later pause keeps is left out, and costs nothing.
 */
export async function selectHeldOrUnavailable(
  pool: Pool,
  { webhookId, hold }: WebhookHold,
  below: string,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-held-or-unavailable',
    text: `SELECT oldest.id
             FROM (SELECT $2::text AS held_by, NULL::uuid AS below
                   UNION
                   SELECT breaker_kind || ' ' || breaker, $3::uuid FROM history.webhook_state
                    WHERE webhook_id = $1 AND breaker IS NOT NULL
                   UNION
                   SELECT held_by, $3::uuid FROM history.ended_holds
                    WHERE webhook_id = $1 AND freed_at IS NULL AND held_by NOT LIKE '%pause %') AS holds,
          LATERAL (SELECT invocation_id AS id FROM history.held
                    WHERE webhook_id = $1 AND held_by = holds.held_by AND NOT is_freed
                      AND (holds.below IS NULL OR invocation_id < holds.below)
                    ORDER BY invocation_id LIMIT $4) AS oldest
            LIMIT $4`,
    values: [webhookId, encodeHold(hold), below, limit],
  });
  return rows;
}

/**
 * The oldest invocation that an open breaker keeps, or an earlier hold whose backlog is sent and not freed: an opening, or
 * a pause that has ended while the breaker was open. Undefined if nothing is held. Each hold is looked up by itself, so
 * that the size of the backlog does not matter.
 */
export async function selectOldestHeld(
  client: PoolClient,
  webhookId: string,
  hold: Hold,
): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT oldest.id
       FROM (SELECT $2::text AS held_by
             UNION
             SELECT held_by FROM history.ended_holds
              WHERE webhook_id = $1 AND freed_at IS NULL AND backlog = 'send') AS holds,
    LATERAL (SELECT invocation_id AS id FROM history.held
              WHERE webhook_id = $1 AND held_by = holds.held_by AND NOT is_freed
              ORDER BY invocation_id LIMIT 1) AS oldest
      ORDER BY oldest.id LIMIT 1`,
    [webhookId, encodeHold(hold)],
  );
  return rows[0]?.id;
}

/** A webhook whose holds keep nothing for ever: its retry policy has a maximum age. */
export interface AgingWebhook {
  readonly webhookId: string;
  readonly maxAgeSeconds: number;
  /** Whether it blocks the subject of what is given up. */
  readonly blocks: boolean;
}

/** Webhooks that are, or were a short time ago, on hold, and whose retry policy has a maximum age. */
export async function selectAgingWebhooks(pool: Pool): Promise<AgingWebhook[]> {
  const { rows } = await pool.query<AgingWebhook>({
    name: 'select-aging-webhooks',
    text: `SELECT on_hold.webhook_id AS "webhookId", (webhook.retry ->> 'maxAgeSeconds')::float8 AS "maxAgeSeconds",
                  webhook.on_give_up = 'block' AS blocks
             FROM (SELECT webhook_id FROM history.webhook_state
                    WHERE pause IS NOT NULL OR own_pause IS NOT NULL OR breaker IS NOT NULL
                    UNION
                   SELECT webhook_id FROM history.ended_holds WHERE freed_at IS NULL) AS on_hold
             JOIN subscriptions.webhooks AS webhook
               ON webhook.id = CASE WHEN on_hold.webhook_id ~ '^[0-9a-f-]{36}$' THEN on_hold.webhook_id::uuid END
            WHERE webhook.retry ->> 'maxAgeSeconds' IS NOT NULL`,
  });
  return rows;
}

/**
 * Invocations whose events were accepted before an instant, and that a hold of a webhook keeps, the oldest first. What the
 * pause of its owner keeps is left out, and so is what has begun later than its event was accepted, for instance as a copy,
 * or was asked for again since: a round would read the same ones each time, and never those behind them.
 * @param at milliseconds since the epoch
 */
export async function selectHeldBefore(
  pool: Pool,
  webhookId: string,
  at: number,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-held-before',
    text: `SELECT invocation_id AS id FROM history.held
            WHERE webhook_id = $1 AND NOT is_freed AND held_by NOT LIKE 'pause %' AND invocation_id < $2
              AND (SELECT recorded_at < $3
                          AND NOT EXISTS (SELECT FROM json_array_elements(notes) AS note
                                           WHERE note ->> 'what' = 'retried' AND (note ->> 'at')::float8 >= $4)
                     FROM history.invocations WHERE id = held.invocation_id)
            ORDER BY invocation_id LIMIT $5`,
    values: [webhookId, lowestIdAt(at), instant(at), at, limit],
  });
  return rows;
}

/** How many invocations of a webhook are freed and have no outcome yet: of more than `limit`, that many. */
export async function countFreed(pool: Pool, webhookId: string, limit: number): Promise<number> {
  const { rows } = await pool.query<{ freed: number }>({
    name: 'count-freed',
    text: `SELECT count(*)::integer AS freed
             FROM (SELECT 1 FROM history.held WHERE webhook_id = $1 AND is_freed LIMIT $2) AS freed_rows`,
    values: [webhookId, limit],
  });
  return rows[0]?.freed ?? 0;
}

/** Removes entries of invocations whose rows are gone. @param id the lowest id that is kept */
export async function deleteHeldBelow(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM history.held WHERE invocation_id < $1', [id]);
}
