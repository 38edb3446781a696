import type { Pool } from '@casewire/database';
import { decodeJudgedEvent, type AcceptedEvent, type DataUrlOf, type TenantScope } from '@casewire/events';
import { findEvent } from '@casewire/event-store';
import { requireScope, sightOf, tenantScope, type Identity, type InternalClient } from '@casewire/identity';
import { maskWholeRequest } from '@casewire/masking';
import { explainMatch, type ExplainedEvent, type ExplainedWebhook } from '@casewire/matching-rules';
import {
  decideEach,
  EventContent,
  explainWithheld,
  firstDelivery,
  renderPayload,
  type ListeningWebhook,
  type Payload,
  type RenderedPayload,
} from '@casewire/payloads';
import { Problem } from '@casewire/rest';
import { findPreviousState } from '@casewire/run-store';
import { findMaskingFacts, listWebhooksForExplain, type TenantSettings } from '@casewire/subscription-store';
import {
  requestPreviewAnswerSchema,
  type NewWebhook,
  type RequestPreviewAnswer,
} from '@casewire/webhook-settings';
import type { DataSource } from 'typeorm';
import { findTenant } from '../tenants/tenants.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Preview, PreviewRequest } from './preview-schema.ts';

export interface PreviewsParts {
  readonly dataSource: DataSource;
  readonly pool: Pool;
  readonly webhooks: Webhooks;
  readonly ingestion: InternalClient;
  readonly delivery: InternalClient;
  readonly dataUrlOf: DataUrlOf;
}

/** A webhook that an event may reach. */
type Candidate = Omit<ListeningWebhook, 'settings'> &
  ExplainedWebhook & { readonly settings: TenantSettings };

/** Says what a webhook that need not exist would be sent of an event. Nothing is sent or stored. */
export class Previews {
  readonly #parts: PreviewsParts;

  constructor(parts: PreviewsParts) {
    this.#parts = parts;
  }

  /**
   * Decides by the code of matching, and has delivery make the request as it makes those that it sends.
   * @param eventJson the text of the wanted `event`
   * @throws Problem validation-failed, event-rejected, not-found, missing-scope, unavailable
   */
  async preview(
    identity: Identity,
    { webhook: wanted, eventUid }: PreviewRequest,
    eventJson: Buffer | undefined,
  ): Promise<Preview> {
    const { dataSource, webhooks } = this.#parts;
    const scope = tenantScope(identity);
    const tenant = await findTenant(dataSource.manager, scope.tenantId);
    const { webhook: row } = webhooks.draft(scope, tenant, wanted);
    const event =
      eventUid === undefined ? await this.#judge(identity, eventJson) : await this.#find(identity, eventUid);
    const content = await this.#contentOf(scope, event);
    // What a caller has sent itself is no secret to it.
    const seesData = eventUid === undefined || sightOf(identity) === 'all';
    const candidate = { ...row, webhookId: row.id, settings: tenant.settings };
    const decided = await this.#decide(content, candidate, seesData);
    if ('why' in decided) return { matched: false, why: decided.why, request: null };
    if (decided.payload.kind === 'failed') return unsendable(decided.payload.reason);
    const ids = { webhookId: row.id, invocationId: decided.invocationId };
    const delivery = firstDelivery(content, ids, decided.payload);
    const answer = await this.#requestFor(identity, wanted, delivery, decided.payload);
    if ('reason' in answer) return unsendable(answer.reason);
    const shown = { matched: true, why: 'it matches', request: answer.request };
    if (seesData) return shown;
    const { sensitiveIn } = await findMaskingFacts(this.#parts.pool, scope, [delivery.eventType]);
    const origin = {
      eventType: delivery.eventType,
      sensitive: sensitiveIn(delivery.eventType),
      webhook: row,
    };
    return { ...shown, ...maskWholeRequest(answer.request, origin, delivery.placeholders !== undefined) };
  }

  /** What the webhook gets, or why it gets nothing. */
  async #decide(
    content: EventContent,
    webhook: Candidate,
    seesData: boolean,
  ): Promise<{ readonly why: string } | { readonly invocationId: string; readonly payload: Payload }> {
    const match = explainMatch(levelsOf(content.event), webhook, new Date());
    if (!match.matched) return match;
    const others = await this.#othersGetting(content.event, webhook.settings);
    const merge = webhook.settings.subscriptionMerge;
    const decisions = await decideEach<Candidate, Payload | undefined>(
      content,
      [...others, webhook],
      merge,
      (about, each, id, budget) =>
        each === webhook ? renderPayload(about, each, id, this.#parts.dataUrlOf, budget) : undefined,
    );
    for (const { webhook: decided, invocationId, payload } of decisions) {
      if (decided !== webhook || payload === undefined) continue;
      if (payload.kind !== 'withheld') return { invocationId, payload };
      return { why: explainWithheld(payload, seesData) };
    }
    throw new Error('each webhook is decided');
  }

  async #judge(identity: Identity, json: Buffer | undefined): Promise<AcceptedEvent> {
    const { ingestion } = this.#parts;
    const answer = await ingestion.post(
      '/internal/judged-events',
      identity,
      json ?? '',
      'application/cloudevents+json',
    );
    const judged = decodeJudgedEvent(answer.body);
    if (judged.kind === 'accepted') return judged.event;
    const { reason, path, message } = judged;
    throw new Problem('event-rejected', {
      errors: [{ path: path === '' ? 'event' : `event.${path}`, message }],
      extra: { reason },
    });
  }

  async #find(identity: Identity, uid: string): Promise<AcceptedEvent> {
    requireScope(identity, 'payloads', 'show what an event holds');
    const event = await findEvent(this.#parts.pool, tenantScope(identity), uid);
    if (event === undefined) throw new Problem('not-found', { detail: 'there is no such event' });
    return event;
  }

  /** The webhooks that may get an event in place of one of a less specific level. */
  async #othersGetting(event: AcceptedEvent, { subscriptionMerge }: TenantSettings): Promise<Candidate[]> {
    if (subscriptionMerge !== 'override-per-event') return [];
    const { tenantid: tenantId, environment } = event.attributes;
    const levels = levelsOf(event);
    const { webhooks } = await listWebhooksForExplain(this.#parts.pool, { ...levels, tenantId, environment });
    return webhooks.filter((webhook) => explainMatch(levels, webhook, new Date()).matched);
  }

  async #contentOf(scope: TenantScope, event: AcceptedEvent): Promise<EventContent> {
    const runId = event.attributes.workflowruntimeid;
    if (runId === undefined) return new EventContent(event);
    return new EventContent(event, await findPreviousState(this.#parts.pool, { ...scope, runId }, event.uid));
  }

  async #requestFor(
    identity: Identity,
    { auth, signing: { secret: _secret, ...signing }, ...webhook }: NewWebhook,
    delivery: ReturnType<typeof firstDelivery>,
    { body }: RenderedPayload,
  ): Promise<RequestPreviewAnswer> {
    const authorization = shownAuthorization(auth);
    const asked = {
      delivery,
      body: body.toString('base64'),
      webhook: { ...webhook, signing },
      authorization,
    };
    const answer = await this.#parts.delivery.post(
      '/internal/request-previews',
      identity,
      JSON.stringify(asked),
    );
    return requestPreviewAnswerSchema.parse(JSON.parse(answer.body));
  }
}

function unsendable(reason: string): Preview {
  return { matched: true, why: `it matches, but nothing can be sent: ${reason}`, request: null };
}

function levelsOf({ attributes }: AcceptedEvent): ExplainedEvent {
  return {
    type: attributes.type,
    definitionId: attributes.workflowdefinitionid,
    runtimeId: attributes.workflowruntimeid,
  };
}

/** What stands in the header in place of the credentials. */
function shownAuthorization(auth: NewWebhook['auth']): string | undefined {
  if (auth?.basic !== undefined) return 'Basic <credentials>';
  return auth?.bearer === undefined && auth?.oauth2 === undefined ? undefined : 'Bearer <credentials>';
}
