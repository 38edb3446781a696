import type { Attempt } from '@casewire/events';
import type { Exchange } from './exchange.ts';
import { responseExcerpt, responseHeaders, shownError } from './shown-response.ts';

/**
 * What history keeps of what came back.
 * @param confidential texts that are not shown, should the receiver repeat them
 */
export function shownExchange(
  exchange: Exchange,
  confidential: readonly string[],
): Pick<Attempt, 'responseCode' | 'responseHeaders' | 'responseBody' | 'error'> {
  if (exchange.kind === 'failed') return { error: shownError(exchange.message, confidential) };
  const { response } = exchange;
  const excerpt = responseExcerpt(response, confidential);
  return {
    responseCode: response.status,
    responseHeaders: responseHeaders(response.headers),
    ...(excerpt !== undefined && { responseBody: excerpt }),
  };
}
