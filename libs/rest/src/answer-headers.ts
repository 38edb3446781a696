import type { NextFunction, Request, Response } from 'express';

/**
 * Headers of every answer: no cache keeps one, because answers show tenants' data and secrets, no browser guesses another
 * content type, and none tells other sites which page a link was on.
 */
export function answerHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  next();
}
