import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from './family.ts';

/** One place where `data` breaks its schema. Values are private and never shown. */
export interface SchemaProblem {
  /** JSON pointer into `data`; empty for `data` itself. */
  readonly path: string;
  /** The keyword of JSON Schema that is broken, such as `required` or `enum`. */
  readonly rule: string;
  /** What stands there: a JSON type, or `absent`. */
  readonly found: string;
  /** All of it in words: `must be one of verified, failed (rule enum), is a number`. */
  readonly message: string;
}

/** Answers the first thing that is wrong with a parsed `data`; nothing if it is valid. */
export type DataValidator = (data: unknown) => readonly SchemaProblem[];

/** Members have any names; of a longer pointer this much is shown. */
const MAX_PATH_CHARACTERS = 512;

// Verbose errors carry the value that breaks the rule, of which only the type is used.
const ajv = new Ajv2020({ allErrors: false, strict: false, validateFormats: true, verbose: true });
addFormats.default(ajv);

/**
 * Compiles a JSON Schema (2020-12). Compiling costs milliseconds: do it once a schema.
 * @throws Error naming what is wrong if `schema` is not a valid schema.
 */
export function compileSchema(schema: JsonSchema): DataValidator {
  const validate = ajv.compile(schema);
  // Tenants replace their schemas: the validator lives as long as its caller keeps it, not as long as the process.
  ajv.removeSchema(schema);
  return (data) => (validate(data) ? [] : (validate.errors ?? []).map(toProblem));
}

function toProblem(error: ErrorObject): SchemaProblem {
  const { instancePath, keyword: rule, data } = error;
  const missing = rule === 'required' ? `/${pointerToken(String(error.params['missingProperty']))}` : '';
  const found = missing === '' ? jsonType(data) : 'absent';
  return {
    path: printable(instancePath + missing),
    rule,
    found,
    message: `${demand(error)} (rule ${rule}), is ${withArticle(found)}`,
  };
}

function demand({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'required') return 'must be present';
  const allowed: unknown = params['allowedValues'];
  return Array.isArray(allowed) ? `must be one of ${allowed.join(', ')}` : (message ?? 'must keep the rule');
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function withArticle(found: string): string {
  if (found === 'absent' || found === 'null') return found;
  return `${/^[ao]/.test(found) ? 'an' : 'a'} ${found}`;
}

/** RFC 6901, section 3. */
function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Fit to be stored and shown, whatever members are called. */
function printable(path: string): string {
  return path
    .slice(0, MAX_PATH_CHARACTERS)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '?');
}
