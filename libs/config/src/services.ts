/** Every service, in the order of their start in one process: one that sends requests to others comes after them. */
export const serviceNames = [
  'inspector',
  'history',
  'delivery',
  'matching',
  'ingestion',
  'subscriptions',
  'gateway',
] as const;

export type ServiceName = (typeof serviceNames)[number];

/** The variable by which other services find a service. */
export function urlVariable(service: string): string {
  return `CASEWIRE_${service.toUpperCase()}_URL`;
}

/**
 * The variable of a service's port in a process with these services: `PORT` is the gateway's, and in a list without it the
 * first one's.
 */
export function portVariable(service: ServiceName, services: readonly ServiceName[]) {
  const front = services.includes('gateway') ? 'gateway' : services[0];
  if (service === front || service === 'gateway') return 'PORT';
  return `CASEWIRE_${service.toUpperCase() as Uppercase<typeof service>}_PORT` as const;
}
