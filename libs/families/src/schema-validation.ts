import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from './family.ts';

/** One place where `data` breaks its schema. */
export interface SchemaProblem {
  /** JSON pointer into `data`; empty for `data` itself. */
  readonly path: string;
  readonly message: string;
}

/** Answers the first thing that is wrong with a parsed `data`; nothing if it is valid. */
export type DataValidator = (data: unknown) => readonly SchemaProblem[];

const ajv = new Ajv2020({ allErrors: false, strict: false, validateFormats: true });
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
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
  return { path: error.instancePath + missing, message: error.message ?? `breaks the rule ${error.keyword}` };
}
