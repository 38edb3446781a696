import { recordChange } from '@casewire/audit';
import {
  decodeReleaseOutcome,
  toAttemptView,
  type AcceptedEvent,
  type AttemptView,
  type DataUrlOf,
  type ReleaseOutcome,
  type TenantScope,
  type TestSend,
} from '@casewire/events';
import { familyOfType, readLevels } from '@casewire/families';
import { requireScope, tenantScope, type Identity, type InternalClient } from '@casewire/identity';
import { EventContent, firstDelivery, renderUnfiltered, type RenderedPayload } from '@casewire/payloads';
import { Problem, type RawJson } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import type { DataSource } from 'typeorm';
import type { EventTypes } from '../event-types/event-types.ts';
import { newId } from '../new-id.ts';
import { findTenant } from '../tenants/tenants.ts';
import { findWebhook } from '../webhooks/stored-webhook.ts';
import { TestLimit } from './test-limit.ts';

/** The `source` of examples. */
const SOURCE = '/casewire/tests';

/** What is wanted of a test. */
export interface TestRequest {
  /** Default: the first one that the webhook lists by name, if those are all of one family. */
  readonly eventType?: string | undefined;
  /** Whether a session sees the answer. */
  readonly revealAnswer: boolean;
}

export interface TestSendsParts {
  readonly dataSource: DataSource;
  readonly eventTypes: EventTypes;
  readonly delivery: InternalClient;
  /** For thin bodies. Nothing is fetched at the address of an example. */
  readonly dataUrlOf: DataUrlOf;
}

/** Sends the examples of event types to webhooks. */
export class TestSends {
  readonly #parts: TestSendsParts;
  readonly #limit = new TestLimit();

  constructor(parts: TestSendsParts) {
    this.#parts = parts;
  }

  /**
   * Sends one request now.
   * @returns the attempt, whatever the receiver answered
   * @throws Problem not-found, validation-failed, missing-scope, invalid-state if the webhook's settings allow no request,
   *   too-many-requests, unavailable
   */
  send(identity: Identity, webhookId: string, request: TestRequest): Promise<AttemptView> {
    if (request.revealAnswer) requireScope(identity, 'payloads', 'see what a receiver answers');
    return this.#limit.run(tenantScope(identity), () => this.#send(identity, webhookId, request));
  }

  async #send(
    identity: Identity,
    webhookId: string,
    { eventType, revealAnswer }: TestRequest,
  ): Promise<AttemptView> {
    const scope = tenantScope(identity);
    const { manager } = this.#parts.dataSource;
    const webhook = await findWebhook(manager, scope, webhookId);
    const { settings } = await findTenant(manager, scope.tenantId);
    const type = eventType ?? typeListedByName(webhook);
    const example = await this.#exampleOf(scope, type);
    const now = new Date();
    const event = exampleEvent(scope, { type, example }, now);
    const content = new EventContent(event);
    const invocationId = newId(now);
    const payload = await this.#render(content, webhook, settings, invocationId);
    const test = {
      delivery: firstDelivery(content, { webhookId, invocationId }, payload),
      body: payload.body.toString('base64'),
    };
    if (revealAnswer) {
      await recordChange(manager, identity, {
        action: 'payload.revealed',
        resource: `webhooks/${webhookId}/test`,
      });
    }
    const { attempt, next } = await this.#deliver(identity, test);
    if (attempt !== undefined) return toAttemptView(attempt);
    const reason = 'reason' in next ? next.reason : next.kind;
    throw new Problem('invalid-state', { detail: `the webhook's settings allow no request: ${reason}` });
  }

  /** Delivery sends to the webhooks of the identity alone. @returns the attempt, or the reason why there was none */
  async #deliver(identity: Identity, test: TestSend): Promise<ReleaseOutcome> {
    const { delivery } = this.#parts;
    const { statusCode, body } = await delivery.post('/internal/test-sends', identity, JSON.stringify(test));
    if (statusCode === 200) return decodeReleaseOutcome(Buffer.from(body));
    throw new Problem('not-found', { detail: 'there is no such webhook' });
  }

  /** @throws Problem validation-failed if the example cannot be rendered as the webhook wants it */
  async #render(
    content: EventContent,
    { id: webhookId, ...webhook }: Webhook,
    settings: Readonly<Record<string, unknown>>,
    invocationId: string,
  ): Promise<RenderedPayload> {
    const rendered = { ...webhook, webhookId, settings };
    const payload = await renderUnfiltered(content, rendered, invocationId, this.#parts.dataUrlOf);
    if (payload.kind === 'rendered') return payload;
    throw refusal(`has an example that cannot be rendered for this webhook: ${payload.reason}`);
  }

  async #exampleOf(scope: TenantScope, type: string): Promise<RawJson> {
    const known = await this.#parts.eventTypes.find(scope, type);
    if (known === undefined) {
      throw refusal('is not an event type that is known here', 'a type that GET /v1/event-types lists');
    }
    if (known.example === null) {
      throw refusal(
        `has no example to send: give ${type} one with PUT /v1/event-types/{type}`,
        'an event type with an example',
      );
    }
    return known.example;
  }
}

/** @throws Problem validation-failed if it lists nothing but patterns, or types of several families */
function typeListedByName({ events }: Webhook): string {
  const types = events.filter((pattern) => !pattern.endsWith('*'));
  const [type] = types;
  if (type === undefined) {
    throw refusal(
      'is needed: the webhook lists no event type by name',
      'a type that GET /v1/event-types lists',
    );
  }
  const families = new Set(types.map((each) => familyOfType(each)));
  if (families.size > 1) {
    throw refusal('is needed: the webhook lists event types of several families', types.join(', '));
  }
  return type;
}

function refusal(message: string, accepted?: string): Problem {
  const error = { path: 'eventType', message, ...(accepted !== undefined && { accepted }) };
  return new Problem('validation-failed', { errors: [error] });
}

/** An event of a type, as if upstream had sent the type's example now. */
function exampleEvent(
  { tenantId, environment }: TenantScope,
  { type, example }: { readonly type: string; readonly example: RawJson },
  now: Date,
): AcceptedEvent {
  const data = Buffer.from(example.text);
  const { definition, runtime, subject } = readLevels(familyOfType(type), data);
  const uid = newId(now);
  return {
    uid,
    acceptedAt: now.getTime(),
    attributes: {
      id: uid,
      source: SOURCE,
      type,
      time: now.toISOString(),
      tenantid: tenantId,
      environment,
      ...(definition !== undefined && { workflowdefinitionid: definition }),
      ...(runtime !== undefined && { workflowruntimeid: runtime }),
      ...(subject !== undefined && { subject }),
    },
    data,
  };
}
