import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { boundedAjv } from './bounded-ajv.ts';
import type { JsonSchema } from './family.ts';
import { ValidationBudget, ValidationTooExpensiveError } from './validation-budget.ts';

/** One place where `data` breaks its schema. Values are private and never shown. */
interface SchemaProblem {
  /** JSON pointer into `data`; empty for `data` itself. */
  readonly path: string;
  /**
   * The keyword of JSON Schema that is broken, such as `required` or `enum`; `depth` or `cost` where `data` is nested too
   * deeply, or takes too much work, to be checked by its schema.
   */
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

const dialects = new Ajv2020({ strict: false });

/**
 * Compiles a JSON Schema (2020-12). Compiling costs milliseconds: do it once a schema. Schemas know nothing of each
 * other, and what one of them costs in a validation is bounded.
 * @throws Error naming what is wrong if `schema` is not a valid schema.
 */
export function compileSchema(schema: JsonSchema): DataValidator {
  if (dialects.validateSchema(schema) !== true)
    throw new Error(`schema is invalid: ${dialects.errorsText()}`);
  const budget = new ValidationBudget();
  // One compiler for each schema: it remembers what it compiled, by `$id` too, and lives as long as the validator.
  // Verbose errors carry the value that breaks the rule, of which only the type is used.
  const ajv = boundedAjv(budget, { allErrors: false, strict: false, validateSchema: false, verbose: true });
  const validate = ajv.compile(schema);
  if ('$async' in validate) throw new Error('`$async` is no keyword of JSON Schema and must be left out');
  return (data) => {
    budget.refill();
    try {
      return validate(data) ? [] : (validate.errors ?? []).map(toProblem);
    } catch (error) {
      return [toLimit(error, data)];
    }
  };
}

/** @throws what is no limit */
function toLimit(error: unknown, data: unknown): SchemaProblem {
  if (error instanceof ValidationTooExpensiveError) return problem('', 'cost', jsonType(data), error.message);
  // The stack is full: a schema that names itself is followed as deep as the data goes.
  if (error instanceof RangeError) return problem('', 'depth', jsonType(data), 'must be nested less deeply');
  throw error;
}

function toProblem(error: ErrorObject): SchemaProblem {
  const { instancePath, keyword: rule, data } = error;
  const missing = rule === 'required' ? `/${pointerToken(String(error.params['missingProperty']))}` : '';
  const found = missing === '' ? jsonType(data) : 'absent';
  return problem(printable(instancePath + missing), rule, found, demand(error));
}

function problem(path: string, rule: string, found: string, demanded: string): SchemaProblem {
  return { path, rule, found, message: `${demanded} (rule ${rule}), is ${withArticle(found)}` };
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
