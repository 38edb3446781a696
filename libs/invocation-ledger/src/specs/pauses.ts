import type { Pool } from '@casewire/database';
import { reasonOfHold, type BacklogChoice, type Hold, type NextStep } from '@casewire/events';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import { freeHeld, takeNotices, type InvocationContent } from '../index.ts';

/** The answer of delivery to a release while its webhook is on hold. */
export function putOff(content: InvocationContent, hold: Hold, release = 1): InvocationUpdate {
  const next: NextStep = { kind: 'defer', reason: reasonOfHold(hold), at: 1, hold };
  return {
    id: content.id,
    content: { ...content, body: null },
    facts: [{ kind: 'outcome', release, next }],
  };
}

export interface Resumed {
  readonly webhookId: string;
  readonly kind?: Hold['kind'];
  readonly number?: number;
  readonly backlog: BacklogChoice;
  readonly actor?: string;
}

/** What subscriptions stores when a webhook is resumed. */
export async function resume(
  pool: Pool,
  { webhookId, kind = 'pause', number = 1, backlog, actor }: Resumed,
): Promise<void> {
  await pool.query(
    `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number, backlog, actor)
     VALUES ($1, $2, $3, $4, $5)`,
    [webhookId, kind, number, backlog, actor ?? null],
  );
}

/** Frees what ended holds have kept, until there is no room or nothing left. @returns how many */
export async function freeAll(pool: Pool): Promise<number> {
  await takeNotices(pool);
  let freed = 0;
  for (;;) {
    const result = await freeHeld(pool, 100);
    freed += result.freed;
    if (!result.isMore || result.freed === 0) return freed;
  }
}
