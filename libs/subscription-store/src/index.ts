export {
  ApiKey,
  entities,
  NamedSecret,
  SigningSecret,
  Tenant,
  TenantEventType,
  Webhook,
  WebhookSecret,
  WorkflowRun,
} from './entities/index.ts';
export { webhookColumn } from './entities/webhook.ts';
export type { TenantSettings } from './tenant-settings.ts';
export { hashApiKey } from './hash-api-key.ts';
export {
  namedSecretContext,
  signingSecretContext,
  webhookAuthContext,
  webhookSecretContext,
  type SealedColumn,
} from './sealed.ts';
export { findMatchingWebhooks, type EventToMatch, type MatchCandidate } from './find-matching-webhooks.ts';
export { loadDeliveryTargets, type DeliveryTarget, type DeliveryTargets } from './load-delivery-targets.ts';
export { findApiKey, type AuthenticatedKey } from './find-api-key.ts';
export {
  findEventTypes,
  type EventTypeKey,
  type RegisteredEventType,
  type WantedEventType,
} from './find-event-types.ts';
export { findTenants } from './find-tenants.ts';
export {
  listWebhooksForExplain,
  type WebhooksToExplain,
  type WebhookToExplain,
} from './list-webhooks-for-explain.ts';
export { SealedIdempotencyStore } from './idempotency/sealed-idempotency-store.ts';
export { sendWaitingRuns, type WaitingRun } from './send-waiting-runs.ts';
export { findRunsWithEndingWebhooks, type RunToEnd } from './find-runs-with-ending-webhooks.ts';
export { expireWebhooksOfEndedRuns } from './expire-webhooks-of-ended-runs.ts';
export { webhookExists } from './webhook-exists.ts';
export { purgeExpired, type Purged } from './purge-expired.ts';
