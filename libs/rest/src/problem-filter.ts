import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errorAnswer } from './error-answer.ts';
import { Problem, problemCodeOfStatus } from './problem.ts';

interface ErrorLog {
  error(fields: object, message: string): void;
}

interface ProblemFilterOptions {
  readonly logger: ErrorLog;
  /** Whether a fault passes by itself, as when a database restarts. It is answered 503 instead of 500. */
  readonly isTransient?: (error: unknown) => boolean;
}

/** When a client may try again after a fault that passes by itself. */
const RETRY_AFTER_SECONDS = '2';

/** Turns every error of a handler into an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #options: ProblemFilterOptions;

  constructor(options: ProblemFilterOptions) {
    this.#options = options;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // The gateway has answered for a service of its process that took too long. The error is that of answering again.
    if (response.writableEnded) return;
    const problem = toProblem(error, this.#options.isTransient);
    if (problem.status >= 500) {
      this.#options.logger.error(
        { error, requestId: request.get('x-request-id'), method: request.method, status: problem.status },
        'request failed',
      );
    }
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  }
}

/** The problem that an error is answered with. @param isTransient whether an error passes by itself */
export function toProblem(error: unknown, isTransient?: (error: unknown) => boolean): Problem {
  if (error instanceof Problem) return error;
  if (isTransient?.(error) === true) {
    return new Problem('unavailable', { headers: { 'retry-after': RETRY_AFTER_SECONDS }, cause: error });
  }
  if (error instanceof HttpException) {
    return new Problem(problemCodeOfStatus(error.getStatus()), { detail: error.message, cause: error });
  }
  return isRefusalByParser(error)
    ? new Problem(problemCodeOfStatus(error.status), { detail: error.message, cause: error })
    : new Problem('internal', { cause: error });
}

export function sendProblem(response: Response, problem: Problem): void {
  const { status, contentType, document } = errorAnswer(problem, response.req.originalUrl);
  response
    .status(status)
    .set({ ...problem.headers, 'content-type': contentType })
    .send(JSON.stringify(document));
}

/** Errors of the body parser have a status below 500, and `expose`: their message may be shown. */
function isRefusalByParser(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status < 500 &&
    'expose' in error &&
    error.expose === true
  );
}
