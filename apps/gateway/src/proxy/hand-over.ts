import type { InProcessListener } from '@casewire/service';
import type { Request, Response } from 'express';
import { endWithoutAnswer, type AskedService } from './no-answer.ts';

/**
 * Hands a request over to a service of this process, which reads and answers it itself. Sending it over loopback would cost
 * two writes and two reads of sockets, and reading both heads again.
 * @param timeoutMs how long the service may be silent; then the request is answered 503
 */
export function handOver(
  listener: InProcessListener,
  request: Request,
  response: Response,
  { timeoutMs, ...asked }: AskedService & { readonly timeoutMs: number },
): void {
  response.setTimeout(timeoutMs, () => {
    // It is the client that is silent. Its time is limited elsewhere.
    if (!request.complete) return;
    endWithoutAnswer(response, new Error(`the service was silent for ${timeoutMs} ms`), asked);
  });
  listener.handle(request, response);
}
