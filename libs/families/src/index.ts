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
export { familyNamed, familyOfType } from './registry.ts';
export { renderStandardEnvelope } from './standard-envelope.ts';
export { compileSchema, type DataValidator, type SchemaProblem } from './schema-validation.ts';
