import { toAttemptView, type AcceptedEvent, type AttemptView, type TestSend } from '@casewire/events';
import { familyOfType } from '@casewire/families';
import { tenantScope, type Identity } from '@casewire/identity';
import { EventContent, firstDelivery, renderUnfiltered, type RenderedPayload } from '@casewire/payloads';
import { Problem } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import type { DataSource } from 'typeorm';
import type { EventTypes } from '../event-types/event-types.ts';
import { newId } from '../new-id.ts';
import { findTenant } from '../tenants/tenants.ts';
import { findWebhook } from '../webhooks/stored-webhook.ts';
import type { DeliveryClient } from './delivery-client.ts';
import { exampleEvent } from './example-event.ts';
import { TestSlots } from './test-slots.ts';

export interface TestSendsParts {
  readonly dataSource: DataSource;
  readonly eventTypes: EventTypes;
  readonly delivery: DeliveryClient;
}

/** Sends examples to webhooks as if they had happened. */
export class TestSends {
  readonly #parts: TestSendsParts;
  readonly #slots = new TestSlots();

  constructor(parts: TestSendsParts) {
    this.#parts = parts;
  }

  /**
   * What came of one request, made now.
   * @param eventType default: the first one that the webhook lists by name, if all of those are of one family
   * @throws Problem not-found, validation-failed, invalid-state if the webhook's settings allow no request,
   *   too-many-requests, unavailable
   */
  send(identity: Identity, webhookId: string, eventType?: string): Promise<AttemptView> {
    const { tenantId } = tenantScope(identity);
    return this.#slots.run(tenantId, () => this.#send(identity, webhookId, eventType));
  }

  async #send(identity: Identity, webhookId: string, eventType?: string): Promise<AttemptView> {
    const scope = tenantScope(identity);
    const { manager } = this.#parts.dataSource;
    const webhook = await findWebhook(manager, scope, webhookId);
    const { settings } = await findTenant(manager, scope.tenantId);
    const type = eventType ?? typeListedByName(webhook);
    const example = await this.#exampleOf(scope.tenantId, type);
    const now = new Date();
    const event = exampleEvent(scope, { type, example }, now);
    const test = await toTestSend(event, webhook, settings, newId(now));
    const { attempt, next } = await this.#parts.delivery.send(identity, test);
    if (attempt !== undefined) return toAttemptView(attempt);
    const reason = 'reason' in next ? next.reason : next.kind;
    throw new Problem('invalid-state', { detail: `the webhook's settings allow no request: ${reason}` });
  }

  async #exampleOf(tenantId: string, type: string): Promise<unknown> {
    const known = await this.#parts.eventTypes.find(tenantId, type);
    if (known === undefined) {
      throw refusal('is not an event type that is known here', 'a type that GET /v1/event-types lists');
    }
    if (known.example === undefined || known.example === null) {
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

function refusal(message: string, accepted: string): Problem {
  return new Problem('validation-failed', { errors: [{ path: 'eventType', message, accepted }] });
}

async function toTestSend(
  event: AcceptedEvent,
  webhook: Webhook,
  settings: Readonly<Record<string, unknown>>,
  invocationId: string,
): Promise<TestSend> {
  const content = new EventContent(event);
  const payload = await render(content, webhook, settings, invocationId);
  return {
    delivery: firstDelivery(content, { webhookId: webhook.id, invocationId }, payload),
    body: payload.body.toString('base64'),
  };
}

/** @throws Problem validation-failed if the example cannot be rendered as the webhook wants it */
async function render(
  content: EventContent,
  { id: webhookId, format, options, transform, method, contextPlaceholders }: Webhook,
  settings: Readonly<Record<string, unknown>>,
  invocationId: string,
): Promise<RenderedPayload> {
  const webhook = { webhookId, format, options, settings, transform, method, contextPlaceholders };
  const payload = await renderUnfiltered(content, webhook, invocationId);
  if (payload.kind === 'rendered') return payload;
  throw new Problem('validation-failed', {
    errors: [
      {
        path: 'eventType',
        message: `has an example that cannot be rendered for this webhook: ${payload.reason}`,
      },
    ],
  });
}
