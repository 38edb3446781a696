import type { BacklogChoice } from '@casewire/events';
import type { Fact } from '@casewire/invocation-state';
import { holdName, type WebhookHold } from '../sql/holds.ts';
import type { WebhookState } from '../sql/webhook-states.ts';
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

/** Whether a hold is over, by the locked state of its webhook. */
export function isOver({ hold }: WebhookHold, { endedPause, health }: WebhookState): boolean {
  return hold.number <= (hold.kind === 'pause' ? endedPause : health.endedOwnPause);
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
  return {
    ...fact,
    next: choice === 'skip' ? { kind: 'cancelled' } : { kind: 'defer', reason: 'backlog', at: now },
  };
}
