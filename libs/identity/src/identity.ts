import { type Environment } from '@casewire/events';

/** What a key may be used for. */
export const scopes = ['read', 'payloads', 'write', 'replay', 'secrets'] as const;

export type Scope = (typeof scopes)[number];

/** On whose behalf a request is made, as the gateway found out from its key. */
export interface Identity {
  /** Absent for the operator where no tenant is being acted for. */
  readonly tenantId?: string;
  readonly environment?: Environment;
  readonly scopes: readonly Scope[];
  readonly operator: boolean;
  /** Id of the API key, or `operator`; for audits. */
  readonly actor: string;
}
