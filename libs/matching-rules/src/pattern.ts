import { isCasewireType } from '@casewire/events';

/** Longest pattern in UTF-8 bytes: the limit of an event's type. */
export const MAX_PATTERN_BYTES = 512;

/** Characters before the `*` of a pattern at most: every event is looked up by all beginnings of its type. */
export const MAX_PREFIX_CHARACTERS = 128;

/**
 * Whether `pattern` may stand in a webhook's `events`: an exact type, or a prefix with one trailing `*`. The prefix is not
 * one of Casewire's own types: such a pattern would match nothing.
 */
export function isValidPattern(pattern: string): boolean {
  return (
    pattern.length > 0 &&
    Buffer.byteLength(pattern) <= MAX_PATTERN_BYTES &&
    pattern.isWellFormed() &&
    !/\p{Cc}/u.test(pattern) &&
    !pattern.slice(0, -1).includes('*') &&
    (!pattern.endsWith('*') || isValidPrefix(pattern.slice(0, -1)))
  );
}

function isValidPrefix(prefix: string): boolean {
  return Array.from(prefix).length <= MAX_PREFIX_CHARACTERS && !isCasewireType(prefix);
}

/**
 * Every pattern that matches `type`, so that a query finds the listening webhooks by array overlap. No `*` matches
 * Casewire's own types: a webhook that failed would get events about its own failures. They are listed by name.
 */
export function patternsMatching(type: string): string[] {
  const patterns = [type];
  if (isCasewireType(type)) return patterns;
  let prefix = '';
  for (const character of ['', ...Array.from(type).slice(0, MAX_PREFIX_CHARACTERS)]) {
    prefix += character;
    patterns.push(`${prefix}*`);
  }
  return patterns;
}

/** Whether a webhook with these patterns listens to events of `type`. */
export function listensTo(events: readonly string[], type: string): boolean {
  return events.some((pattern) => pattern === type || isPrefixOf(pattern, type));
}

function isPrefixOf(pattern: string, type: string): boolean {
  return (
    pattern.endsWith('*') &&
    type.startsWith(pattern.slice(0, -1)) &&
    !isCasewireType(type) &&
    isValidPattern(pattern)
  );
}
