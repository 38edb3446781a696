import { ApiExtension } from '@nestjs/swagger';
import { errorAnswer, hasBallerineErrors } from './error-answer.ts';
import { Problem, problemCodes, type FieldError, type ProblemCode } from './problem.ts';

const OWN_CODES = 'x-casewire-codes';

/** The parts of an operation of an OpenAPI document that tell for what its requests can be refused. */
export interface DescribedOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses?: Readonly<Record<string, DescribedResponse>>;
  readonly [OWN_CODES]?: readonly ProblemCode[];
}

interface DescribedResponse {
  readonly description?: string;
  readonly headers?: object;
}

/** Names what a handler refuses requests for, beside what its parameters, its body and its scope tell. */
export function RefusedFor(...codes: readonly ProblemCode[]): MethodDecorator {
  return ApiExtension(OWN_CODES, codes);
}

/** What the gateway and every service refuse, whatever the operation is. */
const everywhere: readonly ProblemCode[] = [
  'invalid-parameter',
  'unauthorized',
  'session-ended',
  'forbidden',
  'too-many-requests',
  'internal',
  'overloaded',
  'unavailable',
];

const ofBodies: readonly ProblemCode[] = [
  'malformed-body',
  'request-timeout',
  'payload-too-large',
  'unsupported-media-type',
  'validation-failed',
];

/** Every code with which an operation can be answered. */
function codesOf(operation: DescribedOperation): ReadonlySet<ProblemCode> {
  const { parameters = [], requestBody, security = [] } = operation;
  const has = (place: string, name?: string): boolean =>
    parameters.some((parameter) => parameter.in === place && (name ?? parameter.name) === parameter.name);
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  const when = (holds: boolean, codes: readonly ProblemCode[]): readonly ProblemCode[] =>
    holds ? codes : [];
  return new Set([
    ...everywhere,
    ...when(
      scopes.some((scope) => scope !== 'operator'),
      ['missing-scope', 'tenant-required'],
    ),
    ...when(has('path'), ['malformed-path', 'not-found']),
    ...when(has('query', 'after'), ['cursor-unknown']),
    ...when(has('header', 'If-Match'), ['precondition-failed']),
    ...when(has('header', 'Idempotency-Key'), ['idempotency-key-in-progress', 'idempotency-key-reused']),
    ...when(requestBody !== undefined, ofBodies),
    ...(operation[OWN_CODES] ?? []),
  ]);
}

/**
 * An operation with a response for each status with which its requests are refused; the response names the codes. A
 * response that the operation describes itself keeps its words and headers.
 */
export function withRefusals(path: string, operation: DescribedOperation): DescribedOperation {
  const { [OWN_CODES]: _, ...described } = operation;
  const byStatus = Map.groupBy(codesOf(operation), (code) => errorAnswer(new Problem(code), path).status);
  const responses: Record<string, DescribedResponse> = { ...operation.responses };
  for (const [status, codes] of byStatus) {
    const { description = '', ...own } = responses[status] ?? {};
    responses[status] = {
      ...refusal(path, codes),
      ...own,
      description: [description, describe(codes)].join(' ').trim(),
    };
  }
  return { ...described, responses };
}

/** Ballerine's errors have no member for the code: there it stands in the description alone. */
function refusal(path: string, codes: readonly ProblemCode[]): object {
  if (hasBallerineErrors(path)) {
    const examples = Object.fromEntries(
      codes.map((code) => [code, { value: errorAnswer(exampleProblem(code), path).document }]),
    );
    return { content: { 'application/json': { schema: reference('schemas', 'BallerineError'), examples } } };
  }
  const narrowed = { type: 'object', properties: { code: { enum: codes } } };
  const schema = { allOf: [reference('schemas', 'Problem'), narrowed] };
  const examples = Object.fromEntries(codes.map((code) => [code, reference('examples', code)]));
  return { content: { 'application/problem+json': { schema, examples } } };
}

/** The code that a path has for methods which it has not; no operation is answered with it. */
const OF_NO_OPERATION = 'method-not-allowed';

/** A problem document for each code of operations, under `components.examples`. */
export function problemExamples(): Readonly<Record<string, { summary: string; value: object }>> {
  const codes = problemCodes.filter((code) => code !== OF_NO_OPERATION);
  const examples = codes.map((code) => {
    const problem = exampleProblem(code);
    return [code, { summary: problem.message, value: problem.toDocument() }] as const;
  });
  return Object.fromEntries(examples);
}

const examplesOfFields: Readonly<Partial<Record<ProblemCode, FieldError>>> = {
  'invalid-parameter': { path: 'limit', message: 'is not a whole number' },
  'validation-failed': { path: 'url', message: 'must begin with https:// in production' },
  'event-rejected': { path: 'data/workflowCreatedAt', message: 'is missing' },
};

function exampleProblem(code: ProblemCode): Problem {
  const error = examplesOfFields[code];
  return new Problem(code, error === undefined ? {} : { errors: [error] });
}

function describe(codes: readonly ProblemCode[]): string {
  return codes.map((code) => `\`${code}\`: ${new Problem(code).message}.`).join(' ');
}

function reference(kind: 'schemas' | 'examples', name: string): object {
  return { $ref: `#/components/${kind}/${name}` };
}
