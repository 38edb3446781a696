import type { Environment } from '@casewire/events';

/** Tenant and environment that a reader or a request is confined to. */
export interface LedgerScope {
  readonly tenantId: string;
  readonly environment: Environment;
}
