import { isCasewireType } from '@casewire/events';
import { levelOf, type LevelIds } from './level.ts';
import { listensTo } from './pattern.ts';

/** The parts of an event that decide which webhooks of its tenant and environment it concerns. */
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
  'disabled' | 'expired' | 'other-definition' | 'other-run' | 'event-not-listed' | 'state-not-entered';

export type MatchExplanation =
  { readonly matched: true } | { readonly matched: false; readonly code: Mismatch; readonly why: string };

/** Whether an event is of a webhook's level and among its patterns, and the webhook takes events now. */
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
      `${event.type} is not among its events: ${webhook.events.join(', ')}${ownEventsHint(event.type)}`,
    );
  }
  return { matched: true };
}

function mismatch(code: Mismatch, why: string): MatchExplanation {
  return { matched: false, code, why };
}

/** Why a pattern that looks as if it covered the type does not. */
function ownEventsHint(type: string): string {
  return isCasewireType(type) ? " (no pattern covers events of Casewire's own: name them one by one)" : '';
}

function ofRun({ runtimeId }: ExplainedEvent): string {
  return runtimeId == null ? 'the event names none' : `the event is of ${runtimeId}`;
}

function ofDefinition({ definitionId }: ExplainedEvent): string {
  return definitionId == null ? 'the event names none' : `the event is of ${definitionId}`;
}
