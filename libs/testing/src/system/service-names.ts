/** The services of the product, in the order in which they are started. */
export const serviceNames = [
  'subscriptions',
  'ingestion',
  'matching',
  'delivery',
  'history',
  'gateway',
] as const;

export type ServiceName = (typeof serviceNames)[number];
