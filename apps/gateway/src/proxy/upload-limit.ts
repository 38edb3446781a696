import { Problem, sendProblem } from '@casewire/rest';
import type { Request, Response } from 'express';

/**
 * Ends a request whose body is not there in time: it is answered 408, and its connection is closed.
 * @param timeoutMs counted from this call
 */
export function limitUpload(request: Request, response: Response, timeoutMs: number): void {
  const timer = setTimeout(() => {
    if (request.complete || response.headersSent) return;
    sendProblem(
      response,
      new Problem('request-timeout', {
        detail: `the body did not arrive within ${timeoutMs} ms`,
        headers: { connection: 'close' },
      }),
    );
  }, timeoutMs);
  response.once('close', () => {
    clearTimeout(timer);
  });
}
