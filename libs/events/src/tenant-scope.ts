import type { Environment } from './environment.ts';

/** A tenant in one environment. Its keys, webhooks and events are apart from those of every other scope. */
export interface TenantScope {
  readonly tenantId: string;
  readonly environment: Environment;
}
