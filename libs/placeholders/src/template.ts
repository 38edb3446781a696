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
  const unusable = placeholdersIn(parseTemplate(text)).find((placeholder) => !isUsable(placeholder));
  return unusable && `contains ${placeholderText(unusable).slice(0, 64)}, which names nothing`;
}

function isUsable({ kind, name }: Placeholder): boolean {
  if (kind === 'secret') return isSecretName(name);
  return name.length <= MAX_NAME_CHARACTERS && !name.split('.').includes('');
}
