import type { Migration } from '@casewire/database';
import { tenants } from './0100-tenants.ts';
import { webhooks } from './0101-webhooks.ts';
import { eventTypes } from './0102-event-types.ts';
import { idempotencyKeys } from './0103-idempotency-keys.ts';
import { secrets } from './0104-secrets.ts';
import { workflowRuns } from './0105-workflow-runs.ts';
import { eventTypesByEnvironment } from './0106-event-types-by-environment.ts';

/**
 * The schema `subscriptions`, in the order it was built. It is an entry point of its own, because programs that migrate
 * need neither the entities nor the families that the other one loads.
 */
export const migrations: readonly Migration[] = [
  tenants,
  webhooks,
  eventTypes,
  idempotencyKeys,
  secrets,
  workflowRuns,
  eventTypesByEnvironment,
];
