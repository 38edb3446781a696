import { MAX_ERRORS } from './field-errors.ts';
import type { FieldError } from './problem.ts';

/** Levels of objects and arrays that are accepted. PostgreSQL and receivers' JSON parsers have limits of their own. */
const MAX_DEPTH = 64;

interface Item {
  readonly value: unknown;
  readonly path: readonly string[];
}

/**
 * Finds the parts of a request that PostgreSQL would refuse to store: nesting without end, NUL, and halves of surrogate
 * pairs. Such a request is refused, because its client can correct it. Texts that nobody can correct are changed: see
 * `storableText`.
 */
export function unstorableFields(root: unknown): FieldError[] {
  const errors: FieldError[] = [];
  // No recursion: a body of nothing but brackets would overflow the stack.
  const pending: Item[] = [{ value: root, path: [] }];
  for (let item = pending.pop(); item !== undefined && errors.length < MAX_ERRORS; item = pending.pop()) {
    const { value, path } = item;
    if (typeof value === 'string') errors.push(...textErrors(value, path));
    else if (typeof value === 'object' && value !== null) {
      if (path.length >= MAX_DEPTH) errors.push(tooDeep(path));
      else {
        const children = Object.entries<unknown>(value as Record<string, unknown>);
        pending.push(...children.map(([key, child]) => ({ value: child, path: [...path, key] })));
      }
      errors.push(...Object.keys(value).flatMap((key) => textErrors(key, path)));
    }
  }
  return errors;
}

function textErrors(text: string, path: Item['path']): FieldError[] {
  const errors: FieldError[] = [];
  if (text.includes('\u0000')) errors.push({ path: path.join('.'), message: 'contains the character NUL' });
  if (!text.isWellFormed())
    errors.push({ path: path.join('.'), message: 'contains half of a surrogate pair' });
  return errors;
}

function tooDeep(path: Item['path']): FieldError {
  return {
    path: path.slice(0, 3).join('.'),
    message: 'is nested too deeply',
    accepted: `at most ${MAX_DEPTH} levels`,
  };
}
