import type { Attempt } from '@casewire/events';
import type { Exchange } from './exchange.ts';
import type { Redaction } from './redaction.ts';
import { responseExcerpt, responseHeaders, shownError } from './shown-response.ts';

/** What history keeps of what came back. */
export function shownExchange(
  exchange: Exchange,
  redaction: Redaction,
): Pick<Attempt, 'responseCode' | 'responseHeaders' | 'responseBody' | 'error'> {
  if (exchange.kind === 'failed') return { error: shownError(exchange.message, redaction) };
  const { response } = exchange;
  const excerpt = responseExcerpt(response, redaction);
  return {
    responseCode: response.status,
    responseHeaders: responseHeaders(response.headers, redaction),
    ...(excerpt !== undefined && { responseBody: excerpt }),
  };
}
