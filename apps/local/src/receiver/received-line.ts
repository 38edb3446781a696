/** What the receiver says about one request. */
export interface Received {
  webhook: string;
  eventType: string;
  /** Which of the requests for its invocation it is, counted here. */
  request: number;
  /** `none`: the family does not sign. */
  signature: 'valid' | 'invalid' | 'none' | 'not checked';
  status: number;
}

/** One line a request, in columns. */
export function receivedLine({ webhook, eventType, request, signature, status }: Received): string {
  return `received    ${webhook.padEnd(10)}  ${eventType.padEnd(35)}  request ${request}, signature ${signature}, answered ${status}`;
}
