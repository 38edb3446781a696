import type { KeysetPage, Listed, Pool } from '@casewire/database';
import type { AcceptedEvent, TenantScope } from '@casewire/events';
import {
  findEvent,
  findRejectedEvent,
  hasEvent,
  hasRejectedEvent,
  listEvents,
  listRejectedEvents,
  type EventFilter,
  type ListedEvent,
  type ListedRejectedEvent,
  type RejectedFilter,
  type RejectedScope,
} from '@casewire/event-store';
import type { Sight } from '@casewire/identity';
import {
  countOutcomesOfEvents,
  listInvocationsOfEvent,
  type InvocationOfEvent,
  type OutcomesOfEvent,
} from '@casewire/invocation-ledger';
import { maskData, type Masked } from '@casewire/masking';
import { explainMatch, type ExplainedEvent } from '@casewire/matching-rules';
import {
  decideEach,
  EventContent,
  explainWithheld,
  type Decision,
  type Payload,
  type Render,
} from '@casewire/payloads';
import { cursorOf, unknownCursor } from '@casewire/rest';
import { findPreviousState } from '@casewire/run-store';
import {
  findMaskingFacts,
  listWebhooksForExplain,
  type WebhookToExplain,
} from '@casewire/subscription-store';
import { renderNothing, type Unshown } from './render-shown.ts';

/** Why a webhook does or does not get an event. */
export interface Explanation {
  readonly webhookId: string;
  readonly matched: boolean;
  readonly why: string;
  /** The exact text that it gets; null if it gets none, or the text is not shown. */
  readonly body: string | null;
}

/** An accepted event with its invocations. */
export interface InspectedEvent {
  readonly event: AcceptedEvent;
  /** Its data as the caller sees it; undefined where the caller sees none. */
  readonly data: Masked | undefined;
  readonly invocations: readonly InvocationOfEvent[];
  /** Why the webhooks that have no invocation got nothing, by their settings of now; undefined if the event cannot be read. */
  readonly explanations: readonly Explanation[] | undefined;
}

/** Reads events that were accepted, with what came of them, and records that were rejected. */
export class EventInspector {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @throws Problem cursor-unknown */
  async list(scope: TenantScope, filter: EventFilter, page: KeysetPage): Promise<Listed<ListedEvent>> {
    const cursor = cursorOf(page);
    if (cursor !== undefined && !(await hasEvent(this.#pool, scope, cursor))) throw unknownCursor(cursor);
    return listEvents(this.#pool, scope, filter, page);
  }

  /** How the invocations of events have ended, by the uids of the events. Absent are events that have none. */
  outcomesOf(events: readonly ListedEvent[]): Promise<ReadonlyMap<string, OutcomesOfEvent>> {
    return countOutcomesOfEvents(
      this.#pool,
      events.map(({ uid }) => uid),
    );
  }

  /** @throws Problem cursor-unknown */
  async listRejected(
    scope: RejectedScope,
    filter: RejectedFilter,
    page: KeysetPage,
  ): Promise<Listed<ListedRejectedEvent>> {
    const cursor = cursorOf(page);
    if (cursor !== undefined && !(await hasRejectedEvent(this.#pool, scope, cursor))) {
      throw unknownCursor(cursor);
    }
    return listRejectedEvents(this.#pool, scope, filter, page);
  }

  findRejected(scope: RejectedScope, id: string) {
    return findRejectedEvent(this.#pool, scope, id);
  }

  /**
   * Undefined if the scope has no such event.
   * @param sight of the caller: who does not see all data of the event sees no value of a filter either
   */
  async inspect(scope: TenantScope, uid: string, sight: Sight): Promise<InspectedEvent | undefined> {
    const event = await findEvent(this.#pool, scope, uid);
    if (event === undefined) return undefined;
    const data = await this.#dataFor(sight, scope, event);
    const seesData = data !== undefined && data.hidden === undefined;
    const invocations = await listInvocationsOfEvent(this.#pool, uid);
    const invoked = new Set(invocations.map(({ webhookId }) => webhookId));
    const explanations = isReadable(event) ? await this.explain(event, renderNothing, seesData) : undefined;
    return {
      event,
      data,
      invocations,
      explanations: explanations?.filter(({ webhookId }) => !invoked.has(webhookId)),
    };
  }

  /** The data of an event as a caller sees it; sessions, by what is sensitive in its type today. */
  async #dataFor(
    sight: Sight,
    scope: TenantScope,
    { attributes, data }: AcceptedEvent,
  ): Promise<Masked | undefined> {
    if (sight === 'none') return undefined;
    if (sight === 'all') return { bytes: data };
    const { sensitiveIn } = await findMaskingFacts(this.#pool, scope, [attributes.type]);
    return maskData(data, sensitiveIn(attributes.type));
  }

  /**
   * Explains for each webhook that `listWebhooksForExplain` finds whether it gets an event, why, and with which body.
   * The code that decides is matching's own; the webhooks and the state of the run are those of now.
   * @param render makes the bodies that are shown
   * @param seesData whether the caller may see all of the event's data, and so what a filter makes of it
   */
  async explain(
    event: AcceptedEvent,
    render: Render<Payload | Unshown>,
    seesData: boolean,
  ): Promise<Explanation[]> {
    const levels = toExplained(event);
    const { tenantid: tenantId, environment } = event.attributes;
    const [{ merge, webhooks }, content] = await Promise.all([
      listWebhooksForExplain(this.#pool, { ...levels, tenantId, environment }),
      this.#contentOf(event),
    ]);
    const now = new Date();
    const matches = webhooks.map((webhook) => ({ webhook, match: explainMatch(levels, webhook, now) }));
    const covering = matches.flatMap(({ webhook, match }) => (match.matched ? [webhook] : []));
    const decisions = await decideEach(content, covering, merge, render);
    return [
      ...decisions.map((decision) => explainDecision(decision, seesData)),
      ...matches.flatMap(({ webhook, match }) =>
        match.matched ? [] : [unmatched(webhook.webhookId, match.why)],
      ),
    ];
  }

  async #contentOf(event: AcceptedEvent): Promise<EventContent> {
    const { tenantid: tenantId, environment, workflowruntimeid: runId } = event.attributes;
    if (runId === undefined) return new EventContent(event);
    return new EventContent(
      event,
      await findPreviousState(this.#pool, { tenantId, environment, runId }, event.uid),
    );
  }
}

/** Whether a stored event is what ingestion stores, so that matching's code can take it. */
function isReadable({ attributes, data }: AcceptedEvent): boolean {
  try {
    JSON.parse(data.toString('utf8'));
  } catch {
    return false;
  }
  const named: Readonly<Record<string, unknown>> = { ...attributes };
  return ['type', 'tenantid', 'environment'].every((name) => typeof named[name] === 'string');
}

function toExplained({ attributes }: AcceptedEvent): ExplainedEvent {
  return {
    type: attributes.type,
    definitionId: attributes.workflowdefinitionid,
    runtimeId: attributes.workflowruntimeid,
  };
}

function explainDecision(
  { webhook: { webhookId }, payload }: Decision<WebhookToExplain, Payload | Unshown>,
  seesData: boolean,
): Explanation {
  switch (payload.kind) {
    case 'withheld':
      return unmatched(webhookId, explainWithheld(payload, seesData));
    case 'failed':
      return {
        webhookId,
        matched: true,
        why: `it matches, but nothing can be sent: ${payload.reason}`,
        body: null,
      };
    case 'unshown':
      return { webhookId, matched: true, why: payload.why, body: null };
    case 'rendered':
      return { webhookId, matched: true, why: 'it matches', body: payload.body.toString('utf8') };
  }
}

function unmatched(webhookId: string, why: string): Explanation {
  return { webhookId, matched: false, why, body: null };
}
