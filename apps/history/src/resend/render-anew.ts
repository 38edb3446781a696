import type { Pool } from '@casewire/database';
import { findEvent } from '@casewire/event-store';
import type { AcceptedEvent, TenantScope } from '@casewire/events';
import type { InvocationSummary } from '@casewire/invocation-ledger';
import { explainMatch } from '@casewire/matching-rules';
import {
  beginInvocation,
  decideEach,
  EventContent,
  explainWithheld,
  renderPayload,
  type BeginningSettings,
  type BegunInvocation,
  type Payload,
} from '@casewire/payloads';
import { Problem } from '@casewire/rest';
import { findPreviousState } from '@casewire/run-store';
import {
  listWebhooksForExplain,
  loadReplayTargets,
  type WebhookToExplain,
} from '@casewire/subscription-store';
import { requireUsable } from '../replay/replayer.ts';

type Client = Pick<Pool, 'query'>;

/** An invocation as it begins where its webhook gets something of its event. */
export type Sendable = Exclude<BegunInvocation, { readonly kind: 'failed' }>;

/** What is to be rendered. */
export interface Anew {
  readonly original: InvocationSummary;
  /** The new invocation's. Bodies and headers can name it. */
  readonly id: string;
  readonly beginning: BeginningSettings;
  /** Whether who asks may see all of the event's data, and so what a filter makes of it. */
  readonly seesData: boolean;
}

/**
 * Renders what a webhook would get of the event of an invocation if it arrived now, by the code of matching.
 * @throws Problem event-expired, invalid-state where the webhook would get nothing now
 */
export async function renderAnew(client: Client, scope: TenantScope, anew: Anew): Promise<Sendable> {
  const { webhookId, eventUid } = anew.original;
  const target = (await loadReplayTargets(client, [webhookId])).get(webhookId);
  if (target === undefined || target.endReason === 'webhook-gone') throw webhookGone();
  requireUsable(target);
  const event = await findEvent(client, scope, eventUid);
  if (event === undefined) {
    throw new Problem('event-expired', {
      detail:
        'its event is no longer kept, so it cannot be rendered: POST /v1/invocations/{id}/retry sends the old body',
    });
  }
  const begun = await begin(client, scope, event, anew);
  if (begun.kind !== 'failed') return { ...begun, delivery: { ...begun.delivery, copyOf: anew.original.id } };
  throw nothingToSend(`by today's settings nothing can be sent: ${begun.reason}`);
}

function webhookGone(): Problem {
  return new Problem('invalid-state', {
    detail: 'its webhook was deleted',
    extra: { reason: 'webhook-gone' },
  });
}

/** The problem of something that would not be sent. */
export function nothingToSend(detail: string): Problem {
  return new Problem('invalid-state', { detail, extra: { reason: 'nothing-to-send' } });
}

async function begin(
  client: Client,
  scope: TenantScope,
  event: AcceptedEvent,
  { original: { webhookId }, id, beginning, seesData }: Anew,
): Promise<BegunInvocation> {
  const levels = levelsOf(event);
  const { merge, webhooks } = await listWebhooksForExplain(client, { ...levels, ...scope });
  const listening = webhooks.filter((each) => isListening(levels, each, webhookId));
  const content = await contentOf(client, scope, event);
  const decisions = await decideEach<WebhookToExplain, Payload | undefined>(
    content,
    listening,
    merge,
    (about, each, _id, budget) =>
      each.webhookId === webhookId ? renderPayload(about, each, id, beginning.dataUrlOf, budget) : undefined,
  );
  for (const { webhook, payload } of decisions) {
    if (webhook.webhookId !== webhookId || payload === undefined) continue;
    if (payload.kind === 'withheld') throw notMatched(explainWithheld(payload, seesData));
    const begun = beginInvocation(content, { webhook, invocationId: id, payload }, beginning);
    if (begun !== undefined) return begun;
  }
  throw notMatched('its level does not cover the event');
}

/** Others may take the event from the webhook. @throws Problem invalid-state where the webhook itself does not listen */
function isListening(
  levels: ReturnType<typeof levelsOf>,
  webhook: WebhookToExplain,
  webhookId: string,
): boolean {
  const match = explainMatch(levels, webhook, new Date());
  if (!match.matched && webhook.webhookId === webhookId) throw notMatched(match.why);
  return match.matched;
}

function notMatched(why: string): Problem {
  return nothingToSend(`by today's settings its webhook gets nothing of this event: ${why}`);
}

function levelsOf({ attributes: { type, workflowdefinitionid, workflowruntimeid } }: AcceptedEvent) {
  return { type, definitionId: workflowdefinitionid, runtimeId: workflowruntimeid };
}

async function contentOf(client: Client, scope: TenantScope, event: AcceptedEvent): Promise<EventContent> {
  const runId = event.attributes.workflowruntimeid;
  if (runId === undefined) return new EventContent(event);
  return new EventContent(event, await findPreviousState(client, { ...scope, runId }, event.uid));
}
