import type { Environment } from './environment.ts';

/** What a tenant does and owns in one of its environments; nothing is shared with another. */
export interface TenantScope {
  readonly tenantId: string;
  readonly environment: Environment;
}
