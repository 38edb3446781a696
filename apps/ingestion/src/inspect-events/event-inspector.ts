import type { KeysetPage, Listed, Pool } from '@casewire/database';
import type { AcceptedEvent } from '@casewire/events';
import { findEvent, listEvents, type EventFilter, type TenantScope } from '@casewire/event-store';
import { listInvocationsOfEvent, type InvocationOfEvent } from '@casewire/invocation-ledger';
import { explainMatches } from '@casewire/matching-rules';
import { listWebhooksForExplain } from '@casewire/subscription-store';

/** Why a webhook does or does not get an event. */
export interface Explanation {
  readonly webhookId: string;
  readonly matched: boolean;
  readonly why: string;
}

/** An event with what came of it. */
export interface InspectedEvent {
  readonly event: AcceptedEvent;
  readonly invocations: readonly InvocationOfEvent[];
  /** The webhooks as they are now; asked for only where there is no invocation. */
  readonly explanations: readonly Explanation[];
}

/** Reads accepted events, what became of them, and why nothing did. */
export class EventInspector {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  list(scope: TenantScope, filter: EventFilter, page: KeysetPage): Promise<Listed<AcceptedEvent>> {
    return listEvents(this.#pool, scope, filter, page);
  }

  /** Undefined if the scope has no such event. */
  async inspect(scope: TenantScope, uid: string): Promise<InspectedEvent | undefined> {
    const event = await findEvent(this.#pool, scope, uid);
    if (event === undefined) return undefined;
    const invocations = await listInvocationsOfEvent(this.#pool, uid);
    return { event, invocations, explanations: invocations.length > 0 ? [] : await this.#explain(event) };
  }

  async #explain({ attributes }: AcceptedEvent): Promise<Explanation[]> {
    const event = {
      type: attributes.type,
      definitionId: attributes.workflowdefinitionid,
      runtimeId: attributes.workflowruntimeid,
    };
    const { merge, webhooks } = await listWebhooksForExplain(this.#pool, {
      ...event,
      tenantId: attributes.tenantid,
      environment: attributes.environment,
    });
    const explained = explainMatches(event, webhooks, merge, new Date());
    return webhooks.map(({ id }, index) => {
      const explanation = explained[index];
      const why =
        explanation?.matched === false ? explanation.why : 'it matches, and its invocation is on the way';
      return { webhookId: id, matched: explanation?.matched === true, why };
    });
  }
}
