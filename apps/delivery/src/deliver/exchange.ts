import type { ExchangeFailure, ExchangeResult } from '@casewire/delivery-policy';
import { retryAfterAt } from '@casewire/delivery-policy';
import { HttpError, type HttpResponse } from '@casewire/http-client';

/** What one HTTP exchange came to. */
export type Exchange =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly code: ExchangeFailure; readonly message: string };

/**
 * Turns the failures of an exchange into values.
 * @throws HttpError `aborted`: the process is closing, so this says nothing about the receiver
 */
export async function settleExchange(answer: Promise<HttpResponse>): Promise<Exchange> {
  try {
    return { kind: 'answered', response: await answer };
  } catch (error) {
    if (!(error instanceof HttpError) || error.code === 'aborted') throw error;
    return { kind: 'failed', code: error.code, message: error.message };
  }
}

export function resultOf(exchange: Exchange): ExchangeResult {
  return exchange.kind === 'answered' ? { kind: 'answered', status: exchange.response.status } : exchange;
}

/** When the receiver asked to be tried again, milliseconds since the epoch. */
export function requestedRetryAt(exchange: Exchange, now: number): number | undefined {
  if (exchange.kind === 'failed') return undefined;
  const { status, headers } = exchange.response;
  const header = headers['retry-after'];
  return retryAfterAt(status, typeof header === 'string' ? header : undefined, now);
}
