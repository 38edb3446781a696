export type {
  DeliveryDefaults,
  EventType,
  Family,
  JsonSchema,
  LevelMembers,
  NativeSigning,
  RenderContext,
  RenderedBody,
  RetrySchedule,
  StateMembers,
} from './family.ts';
export { families } from './family-folders.ts';
export { eventTypeNamed, familyNamed, familyOfType, hasLevel } from './registry.ts';
export { LevelSpellingError, readLevels } from './read-levels.ts';
export { endsRun, stateTellingTypes, stateToldBy, type ToldState } from './run-facts.ts';
export { renderFormat, signingOf, webhookFormats, type WebhookFormat } from './formats/format.ts';
export { isTimestamp } from './timestamp.ts';
export { compileSchema, type DataValidator } from './schema-validation.ts';
export {
  runAnswerSchema,
  runRequestSchema,
  subscribedWebhook,
  toRunAnswer,
  toSubscription,
  workflowConfigAnswerSchema,
  workflowConfigSchema,
  workflowIdSchema,
  writeRunCommand,
  type RunAnswer,
  type RunRequest,
  type RunSubscription,
  type WorkflowConfig,
  type WorkflowConfigAnswer,
} from './ballerine/run-request.ts';
export { notificationHistory } from './dataspike/notification-history.ts';
export {
  organizationWebhooks,
  type NewOrganizationWebhook,
  type OrganizationWebhookChange,
  type OrganizationWebhookView,
} from './dataspike/organization-webhooks.ts';
