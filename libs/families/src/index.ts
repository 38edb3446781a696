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
export { compileSchema, type DataValidator, type SchemaProblem } from './schema-validation.ts';
