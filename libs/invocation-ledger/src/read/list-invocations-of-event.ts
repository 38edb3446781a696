import type { Pool } from '@casewire/database';
import { lowestIdAt, uuidTimestampMs } from '@casewire/events';
import {
  apiStatus,
  type ApiStatus,
  type InvocationStatus,
  type ReleaseState,
} from '@casewire/invocation-state';

/** What became of an event at one webhook. */
export interface InvocationOfEvent {
  readonly id: string;
  readonly webhookId: string;
  readonly status: ApiStatus;
  readonly attempts: number;
}

interface Row {
  readonly id: string;
  readonly webhook_id: string;
  readonly status: InvocationStatus;
  readonly release_state: ReleaseState | null;
  readonly attempts: number;
}

/** The most webhooks of one event that are shown. */
const MAX_INVOCATIONS = 1000;

/**
 * The invocations of an event, in the order of their ids. They carry the event's acceptance time in their ids, so that
 * a range of the primary key finds them.
 */
export async function listInvocationsOfEvent(pool: Pool, eventUid: string): Promise<InvocationOfEvent[]> {
  const acceptedAt = uuidTimestampMs(eventUid);
  const { rows } = await pool.query<Row>(
    `SELECT id, webhook_id, status, release_state, attempts
       FROM history.invocations
      WHERE id >= $1 AND id < $2 AND event_uid = $3 AND seq IS NOT NULL
      ORDER BY id LIMIT ${MAX_INVOCATIONS}`,
    [lowestIdAt(acceptedAt), lowestIdAt(acceptedAt + 1), eventUid],
  );
  return rows.map((row) => ({
    id: row.id,
    webhookId: row.webhook_id,
    status: apiStatus({ status: row.status, releaseState: row.release_state, attempts: row.attempts }),
    attempts: row.attempts,
  }));
}
