import type { JsonSchema } from '../family.ts';
import { dialect, nullable, timestamp } from '../schema-parts.ts';

const text = { type: 'string', minLength: 1 } satisfies JsonSchema;

/** `data` of an event about the end of an invocation: what the history shows of it, without its body. */
export function endSchema(status: string): JsonSchema {
  return {
    $schema: dialect,
    type: 'object',
    required: Object.keys(members),
    properties: { ...members, status: { const: status } },
  };
}

const members: Readonly<Record<string, JsonSchema>> = {
  invocationId: text,
  webhookId: text,
  eventUid: text,
  eventId: text,
  eventSource: text,
  eventType: text,
  eventSubject: nullable({ type: 'string' }),
  status: text,
  reason: nullable(text),
  attempts: { type: 'integer', minimum: 0 },
  responseCode: nullable({ type: 'integer' }),
  acceptedAt: timestamp,
  lastAttemptAt: nullable(timestamp),
};

/** `data` of an event about the health of a webhook: what its attempts have shown. */
export const healthSchema: JsonSchema = {
  $schema: dialect,
  type: 'object',
  required: ['webhookId', 'failingSince', 'failuresInARow', 'lastFailure', 'lastFailureAt', 'lastSuccessAt'],
  properties: {
    webhookId: text,
    failingSince: timestamp,
    failuresInARow: { type: 'integer', minimum: 0 },
    lastFailure: nullable(text),
    lastFailureAt: nullable(timestamp),
    lastSuccessAt: nullable(timestamp),
  },
};
