import { type Environment } from '@casewire/events';

/** The uses that a key can be allowed. */
export const scopes = ['read', 'payloads', 'write', 'replay', 'secrets'] as const;

export type Scope = (typeof scopes)[number];

/** For whom a request is made. The gateway learns it from the key. */
export interface Identity {
  /** Absent for the operator who acts for no tenant. */
  readonly tenantId?: string;
  readonly environment?: Environment;
  readonly scopes: readonly Scope[];
  readonly operator: boolean;
  /** Id of the API key, or `operator`; for audits. */
  readonly actor: string;
}
