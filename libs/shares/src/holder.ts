import type { Environment } from '@casewire/events';

/** Whoever may hold a share of a pool: a tenant in one environment. */
export interface Holder {
  readonly tenantId: string;
  readonly environment: Environment;
}

/** The holder as the key of a `Shares`. */
export function holderKey({ tenantId, environment }: Holder): string {
  return `${environment}/${tenantId}`;
}
