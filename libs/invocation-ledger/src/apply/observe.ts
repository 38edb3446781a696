import { isBack, isOverload } from '@casewire/delivery-policy';
import { failureClassOf } from '@casewire/events';
import {
  backlogAnswered,
  heldByOpening,
  nextBreaker,
  nextHealth,
  probeEnded,
  type BreakerEffect,
  type BreakerLimits,
  type Fact,
  type HealthEffect,
  type HealthLimits,
  type WebhookHealth,
} from '@casewire/invocation-state';
import type { InvocationContent } from '../invocation-content.ts';
import type { AttemptRecord } from '../sql/attempts.ts';
import { holdName, type WebhookHold } from '../sql/holds.ts';
import type { LockedInvocation } from '../sql/invocations.ts';
import type { SeenOfWebhook, WebhookState } from '../sql/webhook-state-columns.ts';
import type { WantedState } from '../sql/webhook-states.ts';
import { holdsIn, type EndedHolds } from './holds-of-facts.ts';
import type { InvocationUpdate } from './invocation-update.ts';

/** How attempts are judged that come with records. */
export interface HealthRules {
  readonly health: HealthLimits;
  readonly breaker: BreakerLimits;
  /** False while a restored ledger has not caught up: what it reads is long over. */
  readonly isCurrent: boolean;
}

/** A change of a webhook that others are told of. */
export interface WebhookEffect {
  readonly webhookId: string;
  readonly effect: HealthEffect | BreakerEffect;
  /** The attempt that has shown it. */
  readonly attemptId: string;
  /** Of the invocation of that attempt. */
  readonly content: Omit<InvocationContent, 'body'>;
  /** The health of the webhook before and after that attempt. */
  readonly before: WebhookHealth;
  readonly after: WebhookHealth;
}

/** What a transaction has seen of webhooks. */
export interface Observed {
  readonly changed: readonly SeenOfWebhook[];
  readonly effects: readonly WebhookEffect[];
  /** Openings of breakers that are over now. */
  readonly closed: readonly WebhookHold[];
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
    const { content, attempts = [], facts } = update;
    if (!observes || content === undefined) continue;
    if (facts.some(isOutcome))
      want(content.webhookId, null, attempts.some(failureClassOf) || facts.some(isProbe));
  }
  return [...wanted.values()];
}

/** What a transaction finds out about webhooks. */
interface Findings {
  /** Ids of the attempts that the ledger did not have. */
  readonly recorded: ReadonlySet<string>;
  /** The invocations as they were found. */
  readonly rows: ReadonlyMap<string, LockedInvocation>;
  readonly states: ReadonlyMap<string, WebhookState>;
  readonly ended: EndedHolds;
  /** The ledger's clock, milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What follows from the updates of a transaction for the health and the breakers of webhooks.
 * @param rules absent where the updates do not come of records: then they hold no outcomes
 */
export function observe(
  updates: readonly InvocationUpdate[],
  findings: Findings,
  rules?: HealthRules,
): Observed {
  const seen = new Map<string, SeenOfWebhook>();
  const effects: WebhookEffect[] = [];
  for (const update of updates) {
    const webhookId = update.content?.webhookId ?? update.webhookId;
    const state = webhookId === undefined ? undefined : findings.states.get(webhookId);
    if (state === undefined) continue;
    const before = seen.get(state.webhookId) ?? state;
    const after = afterUpdate(before, update, state.version, findings, rules && rulesOf(state, rules));
    if (after.state !== before) seen.set(state.webhookId, after.state);
    effects.push(...after.effects);
  }
  const closed = effects.flatMap(({ webhookId, effect }) =>
    effect === 'closed' ? closedHolds(findings.states.get(webhookId)) : [],
  );
  return { changed: [...seen.values()], effects, closed };
}

/** Slow start of a webhook widens to as many requests as it takes at once. */
function rulesOf({ maxConcurrency }: WebhookState, rules: HealthRules): HealthRules {
  if (maxConcurrency === null) return rules;
  return { ...rules, breaker: { ...rules.breaker, fullWidth: maxConcurrency } };
}

function closedHolds(state: WebhookState | undefined): WebhookHold[] {
  const opening = state?.breaker.opening;
  if (state === undefined || opening == null) return [];
  return [{ webhookId: state.webhookId, hold: { kind: opening.kind, number: opening.number } }];
}

interface Step {
  readonly state: SeenOfWebhook;
  readonly effects: readonly WebhookEffect[];
}

function afterUpdate(
  before: SeenOfWebhook,
  update: InvocationUpdate,
  version: number | null,
  findings: Findings,
  rules: HealthRules | undefined,
): Step {
  const { state, effects } =
    rules === undefined
      ? { state: before, effects: [] }
      : afterOutcome(before, update, version, findings, rules);
  const isHeld = holdsIn(update).some((each) => isOfBreaker(each) && !findings.ended.has(holdName(each)));
  const breaker = isHeld ? heldByOpening(state.breaker, findings.now) : state.breaker;
  return { effects, state: breaker === state.breaker ? state : { ...state, breaker } };
}

function afterOutcome(
  before: SeenOfWebhook,
  update: InvocationUpdate,
  version: number | null,
  { recorded, rows, now }: Findings,
  rules: HealthRules,
): Step {
  const isBacklog = isOfBacklog(rows.get(update.id));
  const { content, attempts = [], facts } = update;
  let step: Step = { state: before, effects: [] };
  for (const attempt of attempts.filter(({ id }) => recorded.has(id)))
    step =
      content !== undefined && isOfVersion(attempt, version)
        ? afterAttempt(step, { attempt, content, isBacklog, now }, rules)
        : afterOldAttempt(step, attempt, now);
  let { breaker } = step.state;
  if (attempts.length === 0)
    for (const fact of facts) breaker = afterAnswer(breaker, fact, isBacklog, now, rules.breaker);
  return breaker === step.state.breaker ? step : { ...step, state: { ...step.state, breaker } };
}

/** Whether an attempt tells how the webhook is that its owner sees now, and not how another URL was. */
function isOfVersion({ webhookVersion }: AttemptRecord, version: number | null): boolean {
  return webhookVersion === undefined || version === null || webhookVersion === version;
}

/**
 * Whether an invocation is of a backlog that is being released, and has no outcome yet. Slow start counts what a pause has
 * kept too: often that is all there is, since people pause a webhook whose receiver is broken.
 */
function isOfBacklog(row: LockedInvocation | undefined): boolean {
  if (row === undefined) return false;
  const { heldBy, releaseState } = row.state;
  return heldBy !== null && releaseState !== 'held-by-webhook';
}

function isOfBreaker({ hold: { kind } }: WebhookHold): boolean {
  return kind === 'breaker' || kind === 'retry-after';
}

/** An attempt of another version counts for nothing. If it was the probe, another one follows at once. */
function afterOldAttempt(step: Step, { probe }: AttemptRecord, now: number): Step {
  const { state, effects } = step;
  if (probe === undefined) return step;
  return { effects, state: { ...state, breaker: probeEnded(state.breaker, probe, now) } };
}

interface EndedAttempt {
  readonly attempt: AttemptRecord;
  readonly content: InvocationContent;
  readonly isBacklog: boolean;
  readonly now: number;
}

function afterAttempt(
  { state, effects }: Step,
  { attempt, content, isBacklog, now }: EndedAttempt,
  rules: HealthRules,
): Step {
  const { startedAt, durationMs, number, retryAfterAt, probe } = attempt;
  const at = Math.round(startedAt + durationMs);
  const isFresh = rules.isCurrent && at > now - FRESH_MS;
  const health = nextHealth(
    state.health,
    { at, isFresh, durationMs, failure: failureClassOf(attempt) ?? null, isFirst: number === 1 },
    rules.health,
  );
  const breaker = nextBreaker(
    state.breaker,
    {
      at,
      isFresh,
      isBacklog,
      isOverload: isOverload(attempt),
      isBack: isBack(attempt),
      ...(retryAfterAt !== undefined && { retryAfterAt }),
      ...(probe !== undefined && { probe }),
    },
    rules.breaker,
  );
  const { webhookId } = state;
  const seen = { webhookId, attemptId: attempt.id, content, before: state.health, after: health.health };
  const added = [...health.effects, ...breaker.effects].map((effect) => ({ ...seen, effect }));
  return {
    state: { ...state, health: health.health, breaker: breaker.breaker },
    effects: [...effects, ...added],
  };
}

/** A release was answered without an attempt. */
function afterAnswer(
  breaker: SeenOfWebhook['breaker'],
  fact: Fact,
  isBacklog: boolean,
  now: number,
  limits: BreakerLimits,
): SeenOfWebhook['breaker'] {
  if (fact.kind !== 'outcome') return breaker;
  const { probe, next } = fact;
  if (probe !== undefined) {
    // Where delivery had no room for it, or its rate none, it would have none for another one before that time.
    const waits = next.kind === 'defer' && next.hold === undefined;
    return probeEnded(breaker, probe, waits ? Math.max(now, next.at) : now);
  }
  return isBacklog ? backlogAnswered(breaker, limits) : breaker;
}

function isOutcome({ kind }: Fact): boolean {
  return kind === 'outcome';
}

function isProbe(fact: Fact): boolean {
  return fact.kind === 'outcome' && fact.probe !== undefined;
}
