import type { AcceptedEvent } from '@casewire/events';
import { families, type EventType, type Family } from '@casewire/families';
import { signatureHeaders } from '@casewire/signing';

const INVOCATION_ID = '01a1fc0e-ce12-7b35-9b0c-3f8f6f1f2a55';
const WEBHOOK_ID = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';
const EVENT_UID = '01a1fc0e-d1ce-7d8a-aa2a-bd0f8106de66';
const ACCEPTED_AT = '2026-11-21T03:03:10.463Z';

/** The group of what receivers get. */
export const deliveries = { name: 'Deliveries', description: 'The requests that receivers get.' };

/**
 * The requests that receivers get, one for each event type of each family, as families define them: the `webhooks` of
 * OpenAPI 3.1. They are those of a webhook that chooses nothing of its own.
 */
export function receiverWebhooks(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    families.flatMap((family) =>
      family.eventTypes.map((eventType) => [
        `${family.name}: ${eventType.type}`,
        { post: deliveryOf(family, eventType) },
      ]),
    ),
  );
}

function deliveryOf(family: Family, eventType: EventType): object {
  const { type, description } = eventType;
  const { body, contentType, headers } = family.render(exampleEvent(eventType), {
    invocationId: INVOCATION_ID,
    webhookId: WEBHOOK_ID,
    settings: {},
    options: {},
  });
  const example: unknown = JSON.parse(body.toString());
  const schema = Array.isArray(example) ? { type: 'array' } : { type: 'object', additionalProperties: true };
  return {
    operationId: `${family.name}.${type}`,
    summary: type,
    description: `${description} What \`data\` of the event looks like is told by \`GET /v1/event-types/${encodeURIComponent(type)}\`.`,
    tags: [deliveries.name],
    security: [],
    parameters: headersOf(family, headers),
    requestBody: {
      required: true,
      content: { [contentType]: { schema, example } },
    },
    responses: {
      [family.defaults.success === '200' ? '200' : '2XX']: { description: 'It is delivered.' },
      410: { description: 'The webhook is disabled, and what waits for it fails.' },
      default: { description: 'It is sent again later, as the `retry` of the webhook says.' },
    },
  };
}

/** The type's example, as if it had just been accepted. */
function exampleEvent({ type, example }: EventType): AcceptedEvent {
  return {
    uid: EVENT_UID,
    acceptedAt: Date.parse(ACCEPTED_AT),
    attributes: {
      id: EVENT_UID,
      source: '/workflows',
      type,
      time: ACCEPTED_AT,
      tenantid: 'acme',
      environment: 'production',
    },
    data: Buffer.from(JSON.stringify(example)),
  };
}

const usualHeaders: Readonly<Record<string, string>> = {
  'webhook-id':
    'The id of the invocation. Each attempt has the same one, so a receiver knows what it has had already.',
  'webhook-attempt': 'The number of the attempt, from the second one on.',
  'webhook-timestamp': 'When it was signed, in seconds since 1970.',
};

/** What a receiver reads in the headers: the id, the signature, and those of the family's format. */
function headersOf({ defaults }: Family, formatHeaders: Readonly<Record<string, string>>): object[] {
  const { signing } = defaults;
  const signatures = signatureHeaders(signing);
  const names = new Set(['webhook-id', ...signatures, 'webhook-attempt', ...Object.keys(formatHeaders)]);
  return [...names].map((name) => ({
    name,
    in: 'header',
    required: !name.endsWith('-next') && name !== 'webhook-attempt',
    description: usualHeaders[name] ?? (signatures.includes(name) ? signatureText(name, signing) : undefined),
    schema: { type: 'string' },
    ...(name in formatHeaders && { example: formatHeaders[name] }),
  }));
}

/** @param name of a header that carries a signature */
function signatureText(name: string, signing: Family['defaults']['signing']): string {
  if (name.endsWith('-next')) return 'While a rotation of the secret overlaps: the same by the new secret.';
  return `The signature, by the scheme \`${signing.scheme}\`. \`POST /v1/webhooks/{id}/verify\` checks one.`;
}
