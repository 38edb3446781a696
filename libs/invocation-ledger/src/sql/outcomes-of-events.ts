import type { Pool } from '@casewire/database';
import { lowestIdAt, uuidTimestampMs } from '@casewire/events';
import { isOfEvent } from './ids.ts';

/** How the invocations of an event have ended. */
export interface OutcomesOfEvent {
  readonly delivered: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Those that have not ended. */
  readonly waiting: number;
}

/** Invocations of one event that are counted, as many as `listInvocationsOfEvent` lists. */
const MAX_COUNTED = 1_000;

const COUNT = `
  SELECT given.uid,
         count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
         count(*) FILTER (WHERE status = 'failed')::int AS failed,
         count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
         count(*) FILTER (WHERE status = 'pending')::int AS waiting
    FROM unnest($1::uuid[]) AS given (uid)
   CROSS JOIN LATERAL (
         SELECT status FROM history.invocations
          WHERE ${isOfEvent('given.uid')} AND id >= $2::uuid AND id < $3::uuid AND seq IS NOT NULL
          LIMIT ${MAX_COUNTED}) AS invocation
   GROUP BY given.uid`;

/**
 * Counts how the invocations of events have ended, by the uids of the events; of each event up to 1,000. Absent are events
 * that have none. The primary key finds them, in the partitions of the days of the events.
 */
export async function countOutcomesOfEvents(
  pool: Pool,
  eventUids: readonly string[],
): Promise<ReadonlyMap<string, OutcomesOfEvent>> {
  if (eventUids.length === 0) return new Map();
  const times = eventUids.map(uuidTimestampMs);
  const range = [lowestIdAt(Math.min(...times)), lowestIdAt(Math.max(...times) + 1)];
  const { rows } = await pool.query<OutcomesOfEvent & { readonly uid: string }>(COUNT, [eventUids, ...range]);
  return new Map(rows.map(({ uid, ...outcomes }) => [uid, outcomes]));
}
