import { inTransaction, type Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { applyFact } from './apply/apply.ts';
import { countFreed, selectHeld, selectHeldOrUnavailable } from './sql/held.ts';
import {
  markFreed,
  selectEndedHolds,
  selectNewNotices,
  takeNotice,
  type EndedHold,
  type WebhookHold,
} from './sql/holds.ts';
import { selectWaitersBefore } from './sql/slots.ts';
import { endRecovery, selectBacklogPace, type BacklogPace } from './sql/webhook-states.ts';

/** Rows of one transaction. */
const BATCH = 500;

/** Notices that one call takes, and ended holds that one looks at. */
const MAX_HOLDS = 100;

/**
 * Freed invocations of a webhook that have no outcome at most, for each request that it takes at once: enough to keep its
 * places busy, and few enough that none waits at delivery for long. In slow start there are fewer.
 */
const FREED_PER_PLACE = 10;

/**
 * The same of a webhook that has a rate: what it starts in so many seconds, beside what is under way. Delivery lets deliveries
 * wait for the starts of twice as many: so the backlog needs no due times of its own, behind which those of now would have
 * to go.
 */
const FREED_SECONDS = 7;

/** The same, whatever the webhook takes. The others stay held, so that a large backlog is no burden to the schedule. */
const MAX_FREED = 1_000;

/** The result of `freeHeld`. */
export interface FreedInvocations {
  /** Scheduled, or cancelled where the backlog is skipped. */
  readonly freed: number;
  /** Whether a backlog is left. */
  readonly isMore: boolean;
  /** The last hold that was looked at; undefined where there was none. The next call goes on behind it. */
  readonly last?: WebhookHold | undefined;
}

/** Takes what subscriptions has stored about webhooks: the ends of pauses, and edits. @returns how many notices */
export async function takeNotices(pool: Pool): Promise<number> {
  const notices = await selectNewNotices(pool, MAX_HOLDS);
  for (const notice of notices) await inTransaction(pool, (client) => takeNotice(client, notice));
  return notices.length;
}

/** Whether a hold has ended whose backlog is not freed. */
export async function hasBacklog(pool: Pool): Promise<boolean> {
  return (await selectEndedHolds(pool, 1)).length > 0;
}

/**
 * Frees what ended holds have kept: at most 500 invocations of each, the oldest first. It looks at 100 holds. Their backlogs
 * may take days, so others have their turn with the next call. One process at a time.
 * @param concurrencyPerWebhook requests at once to a webhook whose owner does not say how many it takes
 * @param after `last` of the call before
 */
export async function freeHeld(
  pool: Pool,
  concurrencyPerWebhook: number,
  after?: WebhookHold,
): Promise<FreedInvocations> {
  const holds = await selectEndedHolds(pool, MAX_HOLDS, after);
  let freed = 0;
  let isMore = holds.length === MAX_HOLDS;
  for (const hold of holds) {
    const result =
      hold.backlog === 'skip' ? await skip(pool, hold) : await send(pool, hold, concurrencyPerWebhook);
    freed += result.freed;
    if (result.isMore) isMore = true;
    else await finish(pool, hold);
  }
  return { freed, isMore, last: holds.at(-1) };
}

async function finish(pool: Pool, ended: EndedHold): Promise<void> {
  await markFreed(pool, ended);
  await endRecovery(pool, ended.webhookId);
}

async function send(pool: Pool, ended: EndedHold, concurrencyPerWebhook: number): Promise<FreedInvocations> {
  const pace = await selectBacklogPace(pool, ended.webhookId);
  const room = mostFreed(pace, concurrencyPerWebhook) - (await countFreed(pool, ended.webhookId, MAX_FREED));
  if (room <= 0) return { freed: 0, isMore: true };
  const rows = await selectHeld(pool, ended, Math.min(room, BATCH));
  const by = ended.endedBy ?? undefined;
  const freed = await applyFact(pool, rows, () => ({ kind: 'hold-ended', hold: ended.hold, by }));
  return { freed: freed.length, isMore: rows.length > 0 };
}

function mostFreed(
  { recoveryWidth, maxConcurrency, rateLimitPerSecond, averageMs }: BacklogPace,
  concurrencyPerWebhook: number,
): number {
  const ofPlaces = recoveryWidth ?? (maxConcurrency ?? concurrencyPerWebhook) * FREED_PER_PLACE;
  const seconds = FREED_SECONDS + (averageMs ?? 0) / 1_000;
  const ofRate = Math.max(1, Math.floor((rateLimitPerSecond ?? Infinity) * seconds));
  return Math.min(ofPlaces, ofRate, MAX_FREED);
}

/**
 * Waiters go before the current invocations of their slots: when a current one ends, the next one is sent that was not
 * skipped. What a breaker of the webhook keeps is of the backlog too: after days of failures that is nearly all of it.
 */
async function skip(pool: Pool, ended: EndedHold): Promise<FreedInvocations> {
  const below = lowestIdAt(ended.acceptedBefore);
  const fact = { kind: 'skipped', by: ended.endedBy ?? undefined } as const;
  const waiters = await selectWaitersBefore(pool, ended.webhookId, below, BATCH);
  const skipped = await applyFact(pool, waiters, () => fact);
  if (skipped.length > 0) return { freed: skipped.length, isMore: true };
  const rows = await selectHeldOrUnavailable(pool, ended, below, BATCH);
  const freed = await applyFact(pool, rows, () => fact);
  return { freed: freed.length, isMore: rows.length > 0 };
}
