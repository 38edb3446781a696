export {
  ApiKey,
  DataFetch,
  entities,
  NamedSecret,
  SigningSecret,
  statusReasons,
  Tenant,
  Webhook,
  webhookColumn,
  WebhookSecret,
  WorkflowRun,
  type TenantSettings,
} from './entities.ts';
export {
  namedSecretContext,
  signingSecretContext,
  webhookAuthContext,
  webhookSecretContext,
  type SealedColumn,
} from './sealed.ts';
export { decodeCredentials, encodeCredentials, type Credentials } from './credentials.ts';
export { findMatchingWebhooks, type MatchCandidate } from './find-matching-webhooks.ts';
export { loadDeliveryTargets, type DeliveryTarget, type DeliveryTargets } from './load-delivery-targets.ts';
export { loadReplayTargets, type ReplayTarget } from './load-replay-targets.ts';
export { findApiKeys, hashApiKey, type AuthenticatedKey, type AuthenticatedKeys } from './find-api-keys.ts';
export {
  findTenantsAndTypes,
  type EventTypeKey,
  type RegisteredEventType,
} from './find-tenants-and-types.ts';
export { findKeyNames } from './find-key-names.ts';
export { noteKeyUse } from './note-key-use.ts';
export { findMaskingFacts, type MaskingFacts } from './find-masking-facts.ts';
export { findTenants } from './find-tenants.ts';
export { listWebhooksForExplain, type WebhookToExplain } from './list-webhooks-for-explain.ts';
export { sendWaitingRuns, type WaitingRun } from './send-waiting-runs.ts';
export { findRunsWithEndingWebhooks } from './find-runs-with-ending-webhooks.ts';
export { expireWebhooksOfEndedRuns } from './expire-webhooks-of-ended-runs.ts';
export {
  findWebhookHealth,
  hasHealth,
  healthStates,
  tenantHasHealth,
  type HealthState,
  type Query,
  type WebhookHealth,
} from './find-webhook-health.ts';
export { findTroubledWebhooks, type Trouble, type TroubledWebhook } from './find-troubled-webhooks.ts';
export { lookUpWebhooks, MAX_SEARCHED, type FoundWebhook, type WebhookKey } from './look-up-webhooks.ts';
export { dropHolds, endPauses, noteEdit } from './webhook-notices.ts';
export { webhookExists } from './webhook-exists.ts';
export { disableGoneWebhooks, versionName, type AnsweredGone } from './disable-gone-webhooks.ts';
export { purgeExpired } from './purge-expired.ts';
