import type { Environment } from './environment.ts';

export interface TenantScope {
  readonly tenantId: string;
  readonly environment: Environment;
}
