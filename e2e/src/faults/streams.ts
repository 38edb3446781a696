/** A steady stream of events of one tenant to one webhook. */
export interface Stream {
  readonly name: string;
  readonly via: 'kafka' | 'http';
  readonly perSecond: number;
  /** Events go to this many subjects in turn. */
  readonly subjects: number;
  /** Whether the webhook asks for the order of each subject. */
  readonly isOrdered: boolean;
  /** Whether its receiver answers at once, always. The other one is in trouble now and then. */
  readonly isGood: boolean;
}

/** 100 events a second of good tenants, and a tenant whose receiver is in trouble now and then. */
export const streams: readonly Stream[] = [
  { name: 'kafka', via: 'kafka', perSecond: 45, subjects: 500, isOrdered: false, isGood: true },
  { name: 'kafka-ordered', via: 'kafka', perSecond: 25, subjects: 60, isOrdered: true, isGood: true },
  { name: 'http', via: 'http', perSecond: 20, subjects: 500, isOrdered: false, isGood: true },
  { name: 'http-ordered', via: 'http', perSecond: 10, subjects: 30, isOrdered: true, isGood: true },
  { name: 'troubled', via: 'kafka', perSecond: 5, subjects: 20, isOrdered: true, isGood: false },
];
