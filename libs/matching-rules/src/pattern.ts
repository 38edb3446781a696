/** Longest pattern in UTF-8 bytes: the limit of an event's type. */
const MAX_PATTERN_BYTES = 512;

/** Casewire's own events, for instance about a failing webhook: a pattern reaches them only by this prefix. */
const OWN_PREFIX = 'casewire.';

/** Whether `pattern` may stand in a webhook's `events`: an exact type, or a prefix with one trailing `*`. */
export function isValidPattern(pattern: string): boolean {
  return (
    pattern.length > 0 &&
    Buffer.byteLength(pattern) <= MAX_PATTERN_BYTES &&
    pattern.isWellFormed() &&
    !/\p{Cc}/u.test(pattern) &&
    !pattern.slice(0, -1).includes('*')
  );
}

/**
 * Every pattern that matches `type`, so that a query finds the listening webhooks by array overlap.
 * `*` and shorter prefixes never match Casewire's own types: a webhook has to list them by name or as `casewire.*`.
 */
export function patternsMatching(type: string): string[] {
  const isOwn = type.startsWith(OWN_PREFIX);
  const patterns = [type];
  let prefix = '';
  for (const character of ['', ...Array.from(type)]) {
    prefix += character;
    if (!isOwn || prefix.startsWith(OWN_PREFIX)) patterns.push(`${prefix}*`);
  }
  return patterns;
}

/** Whether a webhook with these patterns listens to events of `type`. */
export function listensTo(events: readonly string[], type: string): boolean {
  const patterns = new Set(patternsMatching(type));
  return events.some((pattern) => patterns.has(pattern));
}
