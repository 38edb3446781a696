import type { NextFunction, Request, Response } from 'express';

/**
 * Headers of every answer: no cache keeps one, because answers show tenants' data and secrets, no browser guesses another
 * content type, none tells other sites which page a link was on, and none shows an answer in a frame or runs something of it.
 * Pages have a policy of their own.
 */
export function answerHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  next();
}
