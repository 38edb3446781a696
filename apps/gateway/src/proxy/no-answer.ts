import type { Logger } from '@casewire/observability';
import { Problem, sendProblem } from '@casewire/rest';
import type { Response } from 'express';

/** A service that a request was passed on to, for the log and the answer where it does not answer. */
export interface AskedService {
  readonly service: string;
  readonly logger: Logger;
}

/** Ends the answer to a request whose service has failed: 503, or a broken connection where the answer has begun. */
export function endWithoutAnswer(response: Response, error: Error, { service, logger }: AskedService): void {
  if (response.closed || response.writableEnded) return;
  logger.warn({ error, service }, 'a service does not answer');
  // A broken connection tells the client that the answer is not complete.
  if (response.headersSent) response.destroy();
  else sendProblem(response, unavailable(service));
}

function unavailable(service: string): Problem {
  return new Problem('unavailable', {
    detail: `the ${service} service does not answer`,
    headers: { 'retry-after': '2' },
  });
}
