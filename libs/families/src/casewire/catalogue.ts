import type { EventType } from '../family.ts';
import { cancelled, delivered, failed, failing, paused, recovered } from './examples.ts';
import { endSchema, healthSchema } from './schemas.ts';

/** Casewire's own events. */
export const eventTypes: readonly EventType[] = [
  {
    type: 'casewire.invocation.delivered',
    description: 'An invocation was delivered. On `outcomes.v1` only: webhooks do not get it.',
    schema: endSchema('delivered'),
    example: delivered,
    sensitive: [],
  },
  {
    type: 'casewire.invocation.failed',
    description: 'An invocation has failed, and no further attempt follows.',
    schema: endSchema('failed'),
    example: failed,
    sensitive: [],
  },
  {
    type: 'casewire.invocation.cancelled',
    description: 'An invocation was cancelled. On `outcomes.v1` only: webhooks do not get it.',
    schema: endSchema('cancelled'),
    example: cancelled,
    sensitive: [],
  },
  {
    type: 'casewire.webhook.failing',
    description: 'A webhook has begun to fail: many attempts in a row, or a large share of them.',
    schema: healthSchema,
    example: failing,
    sensitive: [],
  },
  {
    type: 'casewire.webhook.paused',
    description: 'Casewire has paused a webhook after nothing but failures for days.',
    schema: healthSchema,
    example: paused,
    sensitive: [],
  },
  {
    type: 'casewire.webhook.recovered',
    description: 'A webhook that was failing succeeds again.',
    schema: healthSchema,
    example: recovered,
    sensitive: [],
  },
];
