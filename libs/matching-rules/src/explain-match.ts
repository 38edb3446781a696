import { levelOf, type LevelIds } from './level.ts';
import { listensTo } from './pattern.ts';
import { selectWebhooks, type MergeRule } from './select-webhooks.ts';

/** What decides whether an event concerns a webhook of the same tenant and environment. */
export interface ExplainedEvent extends LevelIds {
  readonly type: string;
}

export interface ExplainedWebhook extends LevelIds {
  readonly events: readonly string[];
  readonly status: 'active' | 'paused' | 'disabled';
  readonly expiresAt?: Date | null;
}

/** Why a webhook does not get an event. */
export type Mismatch =
  | 'disabled'
  | 'expired'
  | 'other-definition'
  | 'other-run'
  | 'event-not-listed'
  | 'overridden'
  | 'state-not-entered';

export type MatchExplanation =
  { readonly matched: true } | { readonly matched: false; readonly code: Mismatch; readonly why: string };

/** Whether one webhook, looked at alone, matches an event. The merge rule needs the others: `explainMatches`. */
export function explainMatch(event: ExplainedEvent, webhook: ExplainedWebhook, now: Date): MatchExplanation {
  if (webhook.status === 'disabled') return mismatch('disabled', 'the webhook is disabled');
  if (webhook.expiresAt != null && webhook.expiresAt <= now) {
    return mismatch('expired', `the webhook expired at ${webhook.expiresAt.toISOString()}`);
  }
  if (levelOf(webhook) === 'runtime' && webhook.runtimeId !== event.runtimeId) {
    return mismatch('other-run', `the webhook listens to run ${webhook.runtimeId ?? ''}, ${ofRun(event)}`);
  }
  if (levelOf(webhook) === 'definition' && webhook.definitionId !== event.definitionId) {
    return mismatch(
      'other-definition',
      `the webhook listens to definition ${webhook.definitionId ?? ''}, ${ofDefinition(event)}`,
    );
  }
  if (!listensTo(webhook.events, event.type)) {
    return mismatch(
      'event-not-listed',
      `${event.type} is not among its events: ${webhook.events.join(', ')}`,
    );
  }
  return { matched: true };
}

/** The same for several webhooks of one tenant and environment, with the tenant's merge rule; in their order. */
export function explainMatches(
  event: ExplainedEvent,
  webhooks: readonly ExplainedWebhook[],
  merge: MergeRule,
  now: Date,
): MatchExplanation[] {
  const explained = webhooks.map((webhook) => ({
    level: levelOf(webhook),
    explanation: explainMatch(event, webhook, now),
  }));
  const selected = new Set(
    selectWebhooks(
      explained.filter(({ explanation }) => explanation.matched),
      merge,
    ),
  );
  return explained.map((one) =>
    one.explanation.matched && !selected.has(one)
      ? mismatch('overridden', `a webhook of a more specific level listens to ${event.type}`)
      : one.explanation,
  );
}

function mismatch(code: Mismatch, why: string): MatchExplanation {
  return { matched: false, code, why };
}

function ofRun({ runtimeId }: ExplainedEvent): string {
  return runtimeId == null ? 'the event names none' : `the event is of ${runtimeId}`;
}

function ofDefinition({ definitionId }: ExplainedEvent): string {
  return definitionId == null ? 'the event names none' : `the event is of ${definitionId}`;
}
