import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { operationsOf, type ApiDocument, type PlacedOperation } from './api-document.ts';

/** A request with its answer. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** Where the description stands among the schemas of the validator. */
const DOCUMENT = 'api';

interface Described extends PlacedOperation {
  readonly pattern: RegExp;
}

/**
 * A function that compares answers with an API description: the status, the content type, and the body with every member of
 * it. Requests that the description does not have are left alone.
 * @returns what is wrong; undefined if nothing is
 */
export function answerCheck(document: ApiDocument): (exchange: Exchange) => string | undefined {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, DOCUMENT, false, false);
  const described = operationsOf(document).map(withPattern).sort(byParameters);
  return (exchange) => {
    const { method, path, status, contentType, text } = exchange;
    const found = described.find((each) => each.method === method && each.pattern.test(path));
    if (found === undefined) return undefined;
    const where = `${method} ${found.path}, ${status}`;
    const response = found.operation.responses[status];
    if (response === undefined) return `${where}: the status is not described`;
    const type = contentType?.split(';')[0] ?? '';
    if (response.content === undefined) return text === '' ? undefined : `${where}: no body is described`;
    if (response.content[type] === undefined) return `${where}: the type "${type}" is not described`;
    const validate = ajv.getSchema(schemaPointer(found, status, type));
    return validate === undefined ? undefined : faultOf(validate, where, text);
  };
}

function withPattern(placed: PlacedOperation): Described {
  const source = placed.path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+');
  return { ...placed, pattern: new RegExp(`^${source}$`) };
}

/** `/v1/sessions/current` before `/v1/sessions/{id}`. */
function byParameters(one: Described, other: Described): number {
  return one.path.split('{').length - other.path.split('{').length;
}

function schemaPointer({ method, path }: PlacedOperation, status: number, type: string): string {
  const names = ['paths', path, method.toLowerCase(), 'responses', `${status}`, 'content', type, 'schema'];
  const escaped = names.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')));
  return `${DOCUMENT}#/${escaped.join('/')}`;
}

function faultOf(validate: ValidateFunction, where: string, text: string): string | undefined {
  const body = parsed(text);
  if (body === undefined) return `${where}: the body is not JSON`;
  if (validate(body)) return undefined;
  const errors = (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  return `${where}: ${[...new Set(errors)].join('; ')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
