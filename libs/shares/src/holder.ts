import { isEnvironment, type TenantScope } from '@casewire/events';

/** Whoever may hold a share of a pool: a tenant in one environment. */
export type Holder = TenantScope;

/** The holder as the key of a `Shares`. */
export function holderKey({ tenantId, environment }: Holder): string {
  return `${environment}/${tenantId}`;
}

/** The holder that text names, for instance headers of a record; undefined if it names none. */
export function toHolder(tenantId: string | undefined, environment: string | undefined): Holder | undefined {
  return tenantId !== undefined && isEnvironment(environment) ? { tenantId, environment } : undefined;
}
