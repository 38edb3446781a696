import type { Pool, PoolClient } from '@casewire/database';
import type { EndStatus, InvocationEnd, InvocationState } from '@casewire/invocation-state';
import type { InvocationContent } from '../invocation-content.ts';
import { selectMetadata } from '../sql/invocations.ts';
import type { OutboxRecord } from '../sql/outbox.ts';
import type { WebhookEffect } from './observe.ts';
import type { PlannedRow } from './plan.ts';

/** An end of an invocation, with what is known of it when the transaction that ends it commits. */
export interface AnnouncedEnd
  extends InvocationEnd, Pick<InvocationState, 'attempts' | 'responseCode' | 'lastAttemptAt'> {
  readonly content: Omit<InvocationContent, 'body'>;
  /** By the ledger's clock, milliseconds since the epoch. */
  readonly endedAt: number;
}

/** A change of a webhook, with the time at which the transaction that notes it commits. */
export interface AnnouncedChange extends WebhookEffect {
  /** By the ledger's clock, milliseconds since the epoch. */
  readonly changedAt: number;
}

/** Who decides which records tell of the ends of invocations, and of changes of webhooks. */
export interface Announcer {
  /** Ends with these statuses are announced. The others cost nothing. */
  readonly statuses: ReadonlySet<EndStatus>;
  /** The records that tell of an end, for the outbox. */
  recordsOf(end: AnnouncedEnd): readonly OutboxRecord[];
  /** The records that tell of a change of a webhook, for the outbox. */
  recordsOfChange(change: AnnouncedChange): readonly OutboxRecord[];
}

const announcers = new WeakMap<Pool, Announcer>();

/**
 * From now on, each transaction of a pool that ends invocations, or changes the health of webhooks, also promises the
 * records that announce that. It is set for the pool and not given to each function, so that no way to end an invocation
 * can forget it.
 */
export function announceEnds(pool: Pool, announcer: Announcer): void {
  announcers.set(pool, announcer);
}

export function announcerOf(pool: Pool): Announcer | undefined {
  return announcers.get(pool);
}

/**
 * The records that announce changes of webhooks, and the ends of planned rows. It asks PostgreSQL only for contents that
 * came with no record.
 */
export async function announcementsOf(
  client: PoolClient,
  { rows, effects }: { readonly rows: Iterable<PlannedRow>; readonly effects: readonly WebhookEffect[] },
  now: number,
  announcer: Announcer | undefined,
): Promise<OutboxRecord[]> {
  if (announcer === undefined) return [];
  const changes = effects.flatMap((effect) => announcer.recordsOfChange({ ...effect, changedAt: now }));
  return [...(await endsOf(client, rows, now, announcer)), ...changes];
}

async function endsOf(
  client: PoolClient,
  rows: Iterable<PlannedRow>,
  endedAt: number,
  announcer: Announcer,
): Promise<OutboxRecord[]> {
  const announced: { readonly row: PlannedRow; readonly end: InvocationEnd }[] = [];
  for (const row of rows)
    for (const end of row.ends) if (announcer.statuses.has(end.status)) announced.push({ row, end });
  const unread = announced.flatMap(({ row: { id, content } }) => (content === undefined ? [id] : []));
  const stored = await selectMetadata(client, unread);
  return announced.flatMap(({ row, end }) => {
    const content = row.content ?? stored.get(row.id);
    if (content === undefined) return [];
    const { attempts, responseCode, lastAttemptAt } = row.state;
    return announcer.recordsOf({ ...end, content, attempts, responseCode, lastAttemptAt, endedAt });
  });
}
