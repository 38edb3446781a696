export {
  isValidPattern,
  listensTo,
  MAX_PATTERN_BYTES,
  MAX_PREFIX_CHARACTERS,
  patternsMatching,
} from './pattern.ts';
export { levelOf, levels, scopeKeyOf, scopeKeysCovering, type Level, type LevelIds } from './level.ts';
export { mergeRules, selectWebhooks, type MergedWebhook, type MergeRule } from './select-webhooks.ts';
export {
  explainMatch,
  type ExplainedEvent,
  type ExplainedWebhook,
  type MatchExplanation,
  type Mismatch,
} from './explain-match.ts';
export { explainStateEntry, type StateChange } from './state-entry.ts';
