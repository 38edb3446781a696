import type { AttemptOutcome } from '@casewire/events';

/** Which answers count as delivered. */
export type SuccessRule = '2xx' | '200';

/** The result of one HTTP exchange: an answer, or why there is none. */
export type ExchangeResult =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly code: ExchangeFailure };

export type ExchangeFailure =
  | 'timeout'
  | 'connection-error'
  | 'tls-error'
  | 'dns-error'
  | 'blocked-target'
  /** The token endpoint of the receiver gave none: nothing was sent. */
  | 'no-access-token'
  /** The answer was not HTTP. */
  | 'protocol-error'
  /** No request could be made from the webhook's settings: nothing was sent. */
  | 'invalid-request';

/** The outcome that an attempt is recorded with. */
export function classify(result: ExchangeResult, successRule: SuccessRule): AttemptOutcome {
  if (result.kind === 'answered') return isSuccess(result.status, successRule) ? 'delivered' : 'rejected';
  if (result.code === 'protocol-error') return 'connection-error';
  if (result.code === 'invalid-request') return 'not-sent';
  return result.code;
}

function isSuccess(status: number, rule: SuccessRule): boolean {
  return rule === '200' ? status === 200 : status >= 200 && status < 300;
}
