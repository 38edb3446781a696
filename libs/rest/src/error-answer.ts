import type { FieldError, Problem } from './problem.ts';

/** An error as an answer carries it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly document: object;
}

/**
 * Ballerine's own paths, whose clients know no problem documents. They are recognised by the path and not by the
 * controller: the gateway has no controllers for them, and a request can be refused before its controller is known.
 */
const BALLERINE_PATHS = /^\/api\/v1\/external\/workflows(?:[/?]|$)/;

/** Whether errors of a path are Ballerine's `{message, statusCode, errors?}`. @param target as requested */
export function hasBallerineErrors(target: string): boolean {
  return BALLERINE_PATHS.test(target);
}

/** A problem in the form that errors of the path `target` have. */
export function errorAnswer(problem: Problem, target: string): ErrorAnswer {
  return hasBallerineErrors(target)
    ? ballerineError(problem)
    : { status: problem.status, contentType: 'application/problem+json', document: problem.toDocument() };
}

/** Ballerine answers a body that breaks a rule with 400 and "Validation error". */
function ballerineError(problem: Problem): ErrorAnswer {
  const isInvalid = problem.code === 'validation-failed';
  const status = isInvalid ? 400 : problem.status;
  const document = {
    message: isInvalid ? 'Validation error' : problem.message,
    statusCode: status,
    ...(problem.errors !== undefined && { errors: problem.errors.map(toBallerineField) }),
  };
  return { status, contentType: 'application/json', document };
}

function toBallerineField({ path, message, accepted }: FieldError) {
  return { message: accepted === undefined ? message : `${message}; accepted is ${accepted}`, path };
}
