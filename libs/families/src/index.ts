export type { EventType, Family, LevelMembers, RenderContext, RenderedBody } from './family.ts';
export { families } from './family-folders.ts';
export { eventTypeNamed, familyNamed, familyOfType, hasLevel } from './registry.ts';
export { LevelSpellingError, readLevels } from './read-levels.ts';
export { endsRun, stateTellingTypes, stateToldBy } from './run-facts.ts';
export { dataPlace, renderFormat, signingOf, webhookFormats, type WebhookFormat } from './formats/format.ts';
export { isTimestamp } from './timestamp.ts';
export { compileSchema, type DataValidator } from './schema-validation.ts';
