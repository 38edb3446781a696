/** A hole in a template. */
export interface Placeholder {
  readonly kind: 'secret' | 'context';
  /** Of a secret its name; else the way into the context, members and indexes joined by dots: `entity.data.name`. */
  readonly name: string;
}

/** A text with holes, in the order of the text. */
export type Template = readonly (string | Placeholder)[];

/**
 * Braces around nothing but letters, digits, `_`, `.` and `-`. All other braces are text, so that JSON can stand in a
 * header; a pair within another is found, so `{{a}}` is a placeholder between two braces.
 */
const PLACEHOLDER = /\{([\w.-]+)\}/;

const SECRET_PREFIX = 'secret.';

/** Names of secrets and ways into the context at most, in characters. */
const MAX_NAME_CHARACTERS = 256;

/** Names and indexes on a way into the context at most: each may go through the whole of it. */
const MAX_SEGMENTS = 8;

/** Reads a text. Every text is a template; whether its placeholders can be filled is another question. */
export function parseTemplate(text: string): Template {
  return text.split(PLACEHOLDER).map((part, index) => (index % 2 === 0 ? part : toPlaceholder(part)));
}

function toPlaceholder(inner: string): Placeholder {
  return inner.startsWith(SECRET_PREFIX)
    ? { kind: 'secret', name: inner.slice(SECRET_PREFIX.length) }
    : { kind: 'context', name: inner };
}

/** The placeholders of a template, as often as they stand there. */
export function placeholdersIn(template: Template): Placeholder[] {
  return template.filter((part) => typeof part !== 'string');
}

/** Whether a text holds a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** A placeholder as it stands in the text. */
export function placeholderText({ kind, name }: Placeholder): string {
  return kind === 'secret' ? `{${SECRET_PREFIX}${name}}` : `{${name}}`;
}

/** Whether a secret may bear this name. */
export function isSecretName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && name.length <= MAX_NAME_CHARACTERS;
}

/** What is wrong with the placeholders of a text, undefined if nothing is. */
export function templateProblem(text: string): string | undefined {
  for (const placeholder of placeholdersIn(parseTemplate(text))) {
    const problem = problemOf(placeholder);
    if (problem !== undefined)
      return `contains ${placeholderText(placeholder).slice(0, 64)}, which ${problem}`;
  }
  return undefined;
}

function problemOf({ kind, name }: Placeholder): string | undefined {
  const namesNothing = 'names nothing';
  if (kind === 'secret') return isSecretName(name) ? undefined : namesNothing;
  const segments = name.split('.');
  if (name.length > MAX_NAME_CHARACTERS || segments.includes('')) return namesNothing;
  return segments.length > MAX_SEGMENTS ? `leads through more than ${MAX_SEGMENTS} names` : undefined;
}
