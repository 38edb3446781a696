import {
  nextHealth,
  type HealthEffect,
  type HealthLimits,
  type Observation,
  type WebhookHealth,
} from '@casewire/invocation-state';
import type { AttemptRecord } from '../sql/attempts.ts';
import type { WantedState, WebhookState } from '../sql/webhook-states.ts';
import { holdsIn } from './holds-of-facts.ts';
import type { InvocationUpdate } from './invocation-update.ts';

/** How attempts are judged that come with records. */
export interface HealthRules {
  readonly limits: HealthLimits;
  /** False while a restored ledger has not caught up: what it reads is long over. */
  readonly isCurrent: boolean;
}

/** A change of a webhook's health that others are told of. */
export interface WebhookEffect {
  readonly webhookId: string;
  readonly effect: HealthEffect;
}

/** The health of webhooks after the attempts of a transaction. */
export interface Observed {
  readonly changed: readonly { readonly webhookId: string; readonly health: WebhookHealth }[];
  readonly effects: readonly WebhookEffect[];
}

/** An older attempt says nothing about the webhook as it is now. */
const FRESH_MS = 60_000;

/** The webhooks whose states the updates may change, each once. */
export function wantedStates(updates: readonly InvocationUpdate[], observes: boolean): WantedState[] {
  const wanted = new Map<string, WantedState>();
  const want = (webhookId: string, pause: number | null, isNeeded: boolean): void => {
    const known = wanted.get(webhookId);
    wanted.set(webhookId, {
      webhookId,
      pause: pause === null ? (known?.pause ?? null) : Math.max(pause, known?.pause ?? 0),
      isNeeded: isNeeded || known?.isNeeded === true,
    });
  };
  for (const update of updates) {
    for (const { webhookId, hold } of holdsIn(update))
      want(webhookId, hold.kind === 'pause' ? hold.number : null, true);
    const { content, attempts = [] } = update;
    if (observes && content !== undefined)
      for (const attempt of attempts) want(content.webhookId, null, failureOf(attempt) !== null);
  }
  return [...wanted.values()];
}

/**
 * The health that follows from attempts. Those of another version of a webhook than its owner sees now do not count: they
 * tell how another URL was.
 * @param recorded ids of the attempts that the ledger did not have
 * @param now the ledger's clock, milliseconds since the epoch
 */
export function observe(
  updates: readonly InvocationUpdate[],
  recorded: ReadonlySet<string>,
  states: ReadonlyMap<string, WebhookState>,
  { limits, isCurrent }: HealthRules,
  now: number,
): Observed {
  const changed = new Map<string, WebhookHealth>();
  const effects: WebhookEffect[] = [];
  for (const { content, attempts = [] } of updates) {
    const state = content && states.get(content.webhookId);
    if (state === undefined) continue;
    const { webhookId } = state;
    for (const attempt of attempts) {
      if (!recorded.has(attempt.id) || !isOfVersion(attempt, state)) continue;
      const before = changed.get(webhookId) ?? state.health;
      const next = nextHealth(before, observationOf(attempt, isCurrent, now), limits);
      changed.set(webhookId, next.health);
      effects.push(...next.effects.map((effect) => ({ webhookId, effect })));
    }
  }
  return { changed: [...changed].map(([webhookId, health]) => ({ webhookId, health })), effects };
}

function isOfVersion({ webhookVersion }: AttemptRecord, { version }: WebhookState): boolean {
  return webhookVersion === undefined || version === null || webhookVersion === version;
}

function observationOf(attempt: AttemptRecord, isCurrent: boolean, now: number): Observation {
  const { startedAt, durationMs, number } = attempt;
  const at = Math.round(startedAt + durationMs);
  return {
    at,
    failure: failureOf(attempt),
    isFirst: number === 1,
    durationMs,
    isFresh: isCurrent && at > now - FRESH_MS,
  };
}

/** The class of a failure: `http-503` for an answer, else how the attempt ended. */
function failureOf({ outcome, responseCode }: AttemptRecord): string | null {
  if (outcome === 'delivered') return null;
  return outcome === 'rejected' && responseCode !== undefined ? `http-${responseCode}` : outcome;
}
