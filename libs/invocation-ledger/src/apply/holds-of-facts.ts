import type { PoolClient } from '@casewire/database';
import type { BacklogChoice } from '@casewire/events';
import type { Fact } from '@casewire/invocation-state';
import { holdName, selectSkipped, type WebhookHold } from '../sql/holds.ts';
import type { WebhookState } from '../sql/webhook-state-columns.ts';
import type { InvocationUpdate } from './invocation-update.ts';

type Owned = Pick<InvocationUpdate, 'content' | 'webhookId'>;

/** What becomes of what a hold has kept that is over, by `holdName`. A hold that is not over is missing. */
export type EndedHolds = ReadonlyMap<string, BacklogChoice>;

/** The holds that begin to keep an invocation by the facts of an update. */
export function holdsIn(update: InvocationUpdate): WebhookHold[] {
  return update.facts.flatMap((fact) => holdIn(fact, update) ?? []);
}

function holdIn(fact: Fact, { content, webhookId = content?.webhookId }: Owned): WebhookHold | undefined {
  const hold =
    fact.kind === 'outcome' && fact.next.kind === 'defer'
      ? fact.next.hold
      : fact.kind === 'due-on-hold'
        ? fact.hold
        : undefined;
  return hold === undefined || webhookId === undefined ? undefined : { webhookId, hold };
}

/** The holds that the updates name and that are over. Few updates name one, and fewer one that is over. */
export async function findEndedHolds(
  client: PoolClient,
  updates: readonly InvocationUpdate[],
  states: ReadonlyMap<string, WebhookState>,
): Promise<EndedHolds> {
  const over = updates.flatMap(holdsIn).filter((each) => {
    const state = states.get(each.webhookId);
    return state !== undefined && isOver(each, state);
  });
  const skipped = await selectSkipped(client, over);
  return new Map(over.map(holdName).map((name) => [name, skipped.has(name) ? 'skip' : 'send']));
}

/**
 * Whether a hold is over, by the locked state of its webhook. A database that was restored from a backup may not know a
 * hold that a record names, and would never learn of its end: such a hold is over too.
 */
function isOver({ hold }: WebhookHold, { endedPause, lastPause, health, breaker }: WebhookState): boolean {
  const { kind, number } = hold;
  if (kind === 'pause') return number <= endedPause || (lastPause !== null && number > lastPause);
  return number !== (kind === 'own-pause' ? health.ownPause : breaker.opening?.number);
}

/**
 * A fact as it counts now: a deferral whose hold is over meanwhile is treated like what that hold has kept. An
 * invocation that is due stays due. Without this it would wait for an end that has been.
 * @param now the ledger's clock, milliseconds since the epoch
 */
export function settledFact(fact: Fact, update: Owned, ended: EndedHolds, now: number): Fact | undefined {
  const named = holdIn(fact, update);
  const choice = named && ended.get(holdName(named));
  if (choice === undefined) return fact;
  if (fact.kind !== 'outcome') return undefined;
  return choice === 'skip'
    ? { ...fact, next: { kind: 'cancelled' }, isSkipped: true }
    : { ...fact, next: { kind: 'defer', reason: 'backlog', at: now } };
}
