/** What the receiver says about one request. */
export interface Received {
  webhook: string;
  eventType: string;
  attempt: number;
  /** `none`: the family does not sign. */
  signature: 'valid' | 'invalid' | 'none' | 'not checked';
  status: number;
}

/** One line a request, in columns. */
export function receivedLine({ webhook, eventType, attempt, signature, status }: Received): string {
  return `received    ${webhook.padEnd(10)}  ${eventType.padEnd(35)}  attempt ${attempt}, signature ${signature}, answered ${status}`;
}
