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
} from './family.ts';
export { families, familyNamed, familyOfType } from './registry.ts';
export { renderStandardEnvelope } from './standard-envelope.ts';
export { compileSchema, type DataValidator, type SchemaProblem } from './schema-validation.ts';
