import { headerText } from './escape.ts';
import { placeholderText, type Placeholder, type Template } from './template.ts';

/** What stands for the placeholders. */
export interface PlaceholderValues {
  /** By the way into the context. */
  readonly context: Readonly<Record<string, string>>;
  /** By name. Undefined leaves `{secret.NAME}` standing, which is how a request is shown. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/** Nothing that could stand there stands for a placeholder. */
export class UnfilledPlaceholderError extends Error {
  override readonly name = 'UnfilledPlaceholderError';
  readonly placeholder: Placeholder;

  constructor(placeholder: Placeholder) {
    super(`nothing stands for ${placeholderText(placeholder)}`);
    this.placeholder = placeholder;
  }
}

/**
 * Fills a template in one pass: what comes in is never looked through for placeholders.
 * @throws UnfilledPlaceholderError
 */
export function fill(
  template: Template,
  values: PlaceholderValues,
  escape: (value: string) => string,
): string {
  return template.map((part) => (typeof part === 'string' ? part : textFor(part, values, escape))).join('');
}

/**
 * Fills the value of a header: printable ASCII, whatever the values are.
 * @throws UnfilledPlaceholderError
 */
export function fillHeader(template: Template, values: PlaceholderValues): string {
  return fill(template, values, headerText);
}

function textFor(
  placeholder: Placeholder,
  { context, secrets }: PlaceholderValues,
  escape: (value: string) => string,
): string {
  const { kind, name } = placeholder;
  if (kind === 'secret' && secrets === undefined) return placeholderText(placeholder);
  const value = kind === 'secret' ? secrets?.get(name) : ownValue(context, name);
  if (value === undefined) throw new UnfilledPlaceholderError(placeholder);
  return escape(value);
}

function ownValue(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
