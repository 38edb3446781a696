/** A steady stream of events of one tenant to one webhook. */
export interface Stream {
  readonly name: string;
  readonly via: 'kafka' | 'http';
  readonly perSecond: number;
  /** Events go to this many subjects in turn. */
  readonly subjects: number;
  /** Whether the webhook asks for the order of each subject. */
  readonly isOrdered: boolean;
  /**
   * `steady`: its receiver answers at once, always. `managed`: its customer pauses, limits and replays it, and its receiver is
   * away now and then, for less time than its retries last. `troubled`: its receiver is in trouble now and then, and its
   * retries do not last as long. Only of this one may deliveries fail.
   */
  readonly role: 'steady' | 'managed' | 'troubled';
}

/** 100 events a second of good tenants, and a tenant whose receiver is in trouble now and then. */
export const streams: readonly Stream[] = [
  { name: 'kafka', via: 'kafka', perSecond: 38, subjects: 500, isOrdered: false, role: 'steady' },
  { name: 'kafka-ordered', via: 'kafka', perSecond: 20, subjects: 60, isOrdered: true, role: 'steady' },
  { name: 'http', via: 'http', perSecond: 14, subjects: 500, isOrdered: false, role: 'steady' },
  { name: 'http-ordered', via: 'http', perSecond: 8, subjects: 30, isOrdered: true, role: 'steady' },
  { name: 'managed', via: 'kafka', perSecond: 12, subjects: 100, isOrdered: false, role: 'managed' },
  { name: 'managed-ordered', via: 'http', perSecond: 8, subjects: 20, isOrdered: true, role: 'managed' },
  { name: 'troubled', via: 'kafka', perSecond: 5, subjects: 20, isOrdered: true, role: 'troubled' },
];

/** The names of the streams that have a role. */
export function namesOf(role: Stream['role']): string[] {
  return streams.filter((stream) => stream.role === role).map(({ name }) => name);
}
