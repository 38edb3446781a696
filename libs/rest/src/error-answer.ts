import type { FieldError, Problem } from './problem.ts';

/** An error as an answer carries it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly document: object;
}

/** Paths whose clients were written for another system, which knows no problem documents. */
const PLAIN_PATHS = /^\/api\/v1\/external\/workflows(?:[/?]|$)/;

/** Whether errors of a path are `{message, statusCode, errors?}` instead of problem documents. @param target as requested */
export function hasPlainErrors(target: string): boolean {
  return PLAIN_PATHS.test(target);
}

/** The form that a problem takes for whoever requested `target`. */
export function errorAnswer(problem: Problem, target: string): ErrorAnswer {
  return hasPlainErrors(target)
    ? plainError(problem)
    : { status: problem.status, contentType: 'application/problem+json', document: problem.toDocument() };
}

/** A body that breaks a rule is told as it is there: 400, "Validation error". */
function plainError(problem: Problem): ErrorAnswer {
  const isInvalid = problem.code === 'validation-failed';
  const status = isInvalid ? 400 : problem.status;
  const document = {
    message: isInvalid ? 'Validation error' : problem.message,
    statusCode: status,
    ...(problem.errors !== undefined && { errors: problem.errors.map(toPlainField) }),
  };
  return { status, contentType: 'application/json', document };
}

function toPlainField({ path, message, accepted }: FieldError) {
  return { message: accepted === undefined ? message : `${message}; accepted is ${accepted}`, path };
}
