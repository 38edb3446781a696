/** One place where `data` breaks its schema. Values are private and never shown. */
export interface SchemaProblem {
  /** JSON pointer into `data`; empty for `data` itself. */
  readonly path: string;
  /**
   * The keyword of JSON Schema that is broken, such as `required` or `enum`; `depth` or `cost` where `data` is nested too
   * deeply, or takes too much work, to be checked by its schema.
   */
  readonly rule: string;
  /** What stands there: a JSON type, or `absent`. */
  readonly found: string;
  /** All of it in words: `must be one of verified, failed (rule enum), is a number`; `is missing` of what is absent. */
  readonly message: string;
}

/** What is known of a broken rule. */
export interface BrokenRule {
  /** JSON pointer to the value. */
  readonly pointer: string;
  readonly rule: string;
  /** What is demanded: `must be string`. Not shown of a value that is absent. */
  readonly demand: string;
  /** The value that breaks the rule; undefined where there is none. */
  readonly value: unknown;
}

/** Members and constants have any texts; of a longer pointer or demand this much is shown. */
const MAX_SHOWN_CHARACTERS = 512;

/** Constants that a demand lists at most; of what it says a part is shown anyway. */
const MAX_LISTED = 100;

/** What `enum` demands, in words. */
export function demandOneOf(allowed: readonly unknown[]): string {
  return `must be one of ${allowed.slice(0, MAX_LISTED).map(toText).join(', ')}`;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Puts a broken rule into words that can be stored and shown. */
export function toProblem({ pointer, rule, demand, value }: BrokenRule): SchemaProblem {
  const found = jsonType(value);
  const message =
    found === 'absent' ? 'is missing' : `${printable(demand)} (rule ${rule}), is ${withArticle(found)}`;
  return { path: printable(pointer), rule, found, message };
}

/** Names of a JSON pointer (RFC 6901, section 3). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function jsonType(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function withArticle(found: string): string {
  if (found === 'null') return found;
  return `${/^[ao]/.test(found) ? 'an' : 'a'} ${found}`;
}

/** Fit to be stored and shown, whatever members and constants are called. */
export function printable(text: string): string {
  return text
    .slice(0, MAX_SHOWN_CHARACTERS)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '?');
}
