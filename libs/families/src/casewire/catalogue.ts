import type { EventType } from '../family.ts';
import { cancelled, delivered, failed } from './examples.ts';
import { endSchema } from './schemas.ts';

/** Casewire's own events. */
export const eventTypes: readonly EventType[] = [
  {
    type: 'casewire.invocation.delivered',
    description: 'An invocation was delivered. On `outcomes.v1` only: webhooks do not get it.',
    schema: endSchema('delivered'),
    example: delivered,
  },
  {
    type: 'casewire.invocation.failed',
    description: 'An invocation has failed, and no further attempt follows.',
    schema: endSchema('failed'),
    example: failed,
  },
  {
    type: 'casewire.invocation.cancelled',
    description: 'An invocation was cancelled. On `outcomes.v1` only: webhooks do not get it.',
    schema: endSchema('cancelled'),
    example: cancelled,
  },
];
