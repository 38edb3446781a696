/** One request, as the receiver reports it. */
export interface Received {
  webhook: string;
  eventType: string;
  /** The number of this request among those for its invocation, counted by the receiver. */
  request: number;
  /** `none`: the family does not sign. */
  signature: 'valid' | 'invalid' | 'none' | 'not checked';
  status: number;
}

/** The line for one request, in columns. */
export function receivedLine({ webhook, eventType, request, signature, status }: Received): string {
  return `received    ${webhook.padEnd(10)}  ${eventType.padEnd(35)}  request ${request}, signature ${signature}, answered ${status}`;
}
